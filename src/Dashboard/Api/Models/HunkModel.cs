namespace Signalbox.Dashboard.Api.Models;

/// <summary>A place of a file where something changed.</summary>
public sealed record HunkModel(int OldStart, int OldCount, int NewStart, int NewCount, string Heading, IReadOnlyList<HunkLineModel> Lines);
