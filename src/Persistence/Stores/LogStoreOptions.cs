namespace Signalbox.Persistence.Stores;

/// <summary>Limits of the log store.</summary>
public sealed record LogStoreOptions
{
    /// <summary>10 MiB.</summary>
    public const long DefaultMaxBytesPerRun = 10L * 1024 * 1024;

    /// <summary>Bytes of text kept for a run, 0 or more; past it rows are kept without text. Default 10 MiB.</summary>
    public long MaxBytesPerRun { get; init; } = DefaultMaxBytesPerRun;
}
