namespace Signalbox.Dashboard.Cli;

/// <summary>How a step of a worker ended.</summary>
/// <param name="Sentence">For people.</param>
/// <param name="IsTold">The server has taken the end: the step counts as done by this worker.</param>
internal sealed record WorkerEnd(string Sentence, bool IsTold);
