package dev.twobit.results;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.hardware.SiliconComparison;
import dev.twobit.simulator.AccumulatorOverflow;
import dev.twobit.simulator.HostLinkTiming;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.RoleShare;
import dev.twobit.simulator.UnfusedStep;
import dev.twobit.simulator.WholeNetwork;
import java.util.List;
import java.util.Optional;

/**
 * One simulation with everything needed to repeat it.
 *
 * @param area of the hardware, by part
 * @param equalSilicon the hardware against the accelerator that its file names, if it names one
 * @param bits width of weights and activations of quantized layers
 * @param residualBits width of the residual path; first, last and shortcut layers have 8
 * @param precision the same as people read it; of a SCALE-Sim topology every layer has {@code bits}
 * @param unfused steps that another might have done in passing, and why it does not
 * @param roles what the layers of each part take; none of a topology, which has no parts
 * @param backToBack the whole network's figures, of one image of a network
 * @param hostLink what an inference spends outside the accelerator, in no figure of {@code
 *     simulation}
 * @param host operators that run beside the accelerator, likewise
 * @param batch images; {@code simulation}, of the accelerator alone, is of all of them
 * @param inference all of it, with link and host
 * @param accumulatorOverflows layers whose sums may not fit the accumulators
 * @param elided layers that move data and take no step: a matter of addresses
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record SimulationRun(
    HardwareConfig hardware,
    SiliconArea area,
    Optional<SiliconComparison> equalSilicon,
    int bits,
    int residualBits,
    String precision,
    int batch,
    InferenceResult inference,
    List<AccumulatorOverflow> accumulatorOverflows,
    List<String> elided,
    SimulationResult simulation,
    List<UnfusedStep> unfused,
    List<RoleShare> roles,
    Optional<BackToBackResult> backToBack,
    HostLinkTiming hostLink,
    HostResult host) {
  public SimulationRun {
    accumulatorOverflows = List.copyOf(accumulatorOverflows);
    elided = List.copyOf(elided);
    unfused = List.copyOf(unfused);
    roles = List.copyOf(roles);
  }

  public static SimulationRun of(
      NetworkSimulation simulation, int bits, int residualBits, String precision) {
    HardwareConfig hardware = simulation.hardware();
    return new SimulationRun(
        hardware,
        SiliconArea.of(hardware),
        SiliconComparison.ofSibling(hardware),
        bits,
        residualBits,
        precision,
        simulation.batch(),
        InferenceResult.of(simulation),
        simulation.accumulatorOverflows(),
        simulation.elided(),
        SimulationResult.of(simulation),
        List.of(),
        List.of(),
        Optional.empty(),
        simulation.hostLink(),
        HostResult.of(simulation));
  }

  /** The same with the whole network's figures. */
  public SimulationRun with(WholeNetwork whole) {
    return new SimulationRun(
        hardware,
        area,
        equalSilicon,
        bits,
        residualBits,
        precision,
        batch,
        inference,
        accumulatorOverflows,
        elided,
        simulation,
        unfused,
        roles,
        Optional.of(BackToBackResult.of(whole, hardware)),
        hostLink,
        host);
  }

  /** The same with the steps that are not done in passing, and what each part of it takes. */
  public SimulationRun with(List<UnfusedStep> steps, List<RoleShare> shares) {
    return new SimulationRun(
        hardware,
        area,
        equalSilicon,
        bits,
        residualBits,
        precision,
        batch,
        inference,
        accumulatorOverflows,
        elided,
        simulation,
        steps,
        shares,
        backToBack,
        hostLink,
        host);
  }

  /** The accelerator as reports echo it. */
  public HardwareFacts hardwareFacts() {
    return HardwareFacts.of(hardware);
  }
}
