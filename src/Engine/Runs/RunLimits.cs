namespace Signalbox.Engine.Runs;

/// <summary>How many runs may be Running at once; Waiting and Paused ones hold nothing and don't count.</summary>
/// <param name="MaxRuns">On this database.</param>
/// <param name="MaxPerRepository">For one repository.</param>
public sealed record RunLimits(int MaxRuns, int MaxPerRepository);
