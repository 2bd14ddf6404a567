namespace Signalbox.Engine.Runs;

/// <summary>How many runs may be Running at once; Waiting and Paused ones hold nothing and don't count. A new configuration changes it while the server works.</summary>
/// <param name="maxRuns">On this database.</param>
/// <param name="maxPerRepository">For one repository.</param>
public sealed class RunLimits(int maxRuns, int maxPerRepository)
{
    /// <summary>Runs at once that a server can be told at most.</summary>
    public const int Most = 64;

    private volatile Both _now = new(maxRuns, maxPerRepository);

    /// <summary>On this database.</summary>
    public int MaxRuns => _now.MaxRuns;

    /// <summary>For one repository.</summary>
    public int MaxPerRepository => _now.MaxPerRepository;

    /// <summary>Other limits for what begins from now on.</summary>
    public void Change(int maxRuns, int maxPerRepository) => _now = new Both(maxRuns, maxPerRepository);

    private sealed record Both(int MaxRuns, int MaxPerRepository);
}
