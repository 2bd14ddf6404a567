namespace Signalbox.Engine.Transfer;

/// <summary>What is to be done with what was made aside.</summary>
/// <param name="What"><c>import</c> or <c>restore</c>, for people.</param>
/// <param name="Aside">What is put behind the name of what was there before.</param>
/// <param name="Delete">Files of the data directory that are built anew, databases with what is beside them.</param>
/// <param name="IfRepository">The rows go into a database elsewhere, and this repository's among them: where it is not there they were never committed, and nothing is to be done.</param>
public sealed record SwapOrder(string What, string Aside, IReadOnlyList<string> Delete, string? IfRepository = null);
