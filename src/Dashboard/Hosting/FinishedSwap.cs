namespace Signalbox.Dashboard.Hosting;

/// <summary>The import or restore that was gone on with before the server was built.</summary>
/// <param name="What"><c>import</c> or <c>restore</c>; null: there was none.</param>
internal sealed record FinishedSwap(string? What);
