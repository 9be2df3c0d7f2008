package dev.twobit.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Locale;

/** Constants of an enum as values and keys of JSON: {@code weight_stationary}. */
final class EnumText extends SimpleModule {
  private static final long serialVersionUID = 1L;

  EnumText() {
    addSerializer(new Value());
    addKeySerializer(Enum.class, new Key());
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static final class Value extends StdSerializer<Enum<?>> {
    private static final long serialVersionUID = 1L;

    Value() {
      super(Enum.class, false);
    }

    @Override
    public void serialize(Enum<?> constant, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(text(constant));
    }
  }

  @SuppressWarnings("rawtypes") // as SimpleModule registers keys
  private static final class Key extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    Key() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum constant, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeFieldName(text(constant));
    }
  }
}
