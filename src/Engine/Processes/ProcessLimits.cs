namespace Signalbox.Engine.Processes;

/// <summary>What every process of this server gets.</summary>
public sealed record ProcessLimits
{
    /// <summary>Time between the terminate signal and the kill. Default 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes either output file may reach. Default 2 GiB.</summary>
    public long MaxOutputBytes { get; init; } = 2L * 1024 * 1024 * 1024;
}
