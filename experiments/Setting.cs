using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments;

/// <summary>Where and how a run computes.</summary>
/// <param name="Scale">Which data and which systems.</param>
/// <param name="Device">"cpu" or "cuda".</param>
/// <param name="DeviceName">"cpu", or the accelerator's name.</param>
/// <param name="Precision">"fp32" or "bf16", of weights and activations.</param>
/// <param name="Threads">Computing threads: in the provenance, not in the fingerprint.</param>
/// <param name="Machine">The computer.</param>
public sealed record Setting(Scale Scale, string Device, string DeviceName, string Precision, int Threads, Machine Machine)
{
    /// <summary>Whose results: those of this machine, unless others are asked about.</summary>
    public string MachineId { get; init; } = Machine.Id(DeviceName);
}
