package dev.twobit.settings;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Locale;

/** Words of a file are constants of an enum: {@code zero-consumer}, {@code mid_rise}. */
final class EnumWords extends SimpleModule {
  private static final long serialVersionUID = 1L;

  EnumWords() {
    setDeserializers(new Readers());
    addSerializer(new Writer());
  }

  private static final class Readers extends SimpleDeserializers {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> findEnumDeserializer(
        Class<?> type, DeserializationConfig config, BeanDescription description) {
      return new Reader(type);
    }
  }

  private static final class Reader extends StdDeserializer<Object> {
    private static final long serialVersionUID = 1L;

    Reader(Class<?> type) {
      super(type);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String constant = parser.getText().toUpperCase(Locale.ROOT).replace('-', '_');
      for (Object value : handledType().getEnumConstants()) {
        if (((Enum<?>) value).name().equals(constant)) {
          return value;
        }
      }
      return context.handleWeirdStringValue(handledType(), parser.getText(), "no such word");
    }
  }

  private static final class Writer extends StdSerializer<Enum<?>> {
    private static final long serialVersionUID = 1L;

    Writer() {
      super(Enum.class, false);
    }

    @Override
    public void serialize(Enum<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }
}
