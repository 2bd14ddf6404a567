namespace Signalbox.Engine.Logs.Masking;

/// <summary>What has to be masked in the raw files of an attempt.</summary>
/// <param name="Masker">The masker; <see cref="SecretMasker.None"/> for an attempt without secrets. Null with a fault.</param>
/// <param name="Fault">Why it cannot be told any more, in one sentence; the files are not shown then.</param>
public sealed record AttemptMask(SecretMasker? Masker, string? Fault);
