namespace Signalbox.Dashboard.Api.Models;

/// <summary>A line of some run's log.</summary>
/// <param name="Run">Key of the run.</param>
/// <param name="RunId">Its id.</param>
/// <param name="Workflow">Its workflow.</param>
/// <param name="Step">The step.</param>
/// <param name="Attempt">Number of the attempt.</param>
/// <param name="AttemptId">Its id.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Line">Number of the line.</param>
/// <param name="Time">About when it was printed.</param>
/// <param name="Text">The line around the match, at most 300 characters.</param>
/// <param name="Url">The line in the browser.</param>
public sealed record SearchHitModel(
    string Run, string RunId, string Workflow, string Step, int Attempt, string AttemptId, string Stream, long Line, DateTimeOffset Time, string Text, string Url);
