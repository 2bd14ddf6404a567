using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Changes in the shapes of the API.</summary>
internal static class DiffShapes
{
    public static RunChangesModel Of(RunDiff d) => new()
    {
        From = d.From,
        To = d.To,
        Live = d.IsLive,
        Files = d.List.Total,
        Added = d.List.Added,
        Removed = d.List.Removed,
        Cut = d.List.IsCut,
        LeftOut = d.LeftOut,
        Beside = d.Beside,
        Items = [.. d.List.Files.Select(Of)],
    };

    public static FileChangeModel Of(DiffFile file, FileDiff d) => new()
    {
        File = Of(file),
        Kind = d.Kind.ToString(),
        Cut = d.IsCut,
        OldBytes = d.OldBytes,
        NewBytes = d.NewBytes,
        Hunks = [.. d.Hunks.Select(h => new HunkModel(h.OldStart, h.OldCount, h.NewStart, h.NewCount, h.Heading, [.. h.Lines.Select(Of)]))],
    };

    private static HunkLineModel Of(DiffLine l) => new(l.Kind.ToString(), l.OldNumber, l.NewNumber, l.Text, l.IsCut, l.HasLineEnd);

    private static ChangedFileModel Of(DiffFile f) => new()
    {
        Path = f.Path,
        OldPath = f.OldPath,
        Status = f.Status.ToString(),
        OldMode = Mode(f.OldMode),
        NewMode = Mode(f.NewMode),
        Added = f.Added,
        Removed = f.Removed,
        Binary = f.IsBinary,
        Generated = f.IsGenerated,
    };

    private static string? Mode(string mode) => mode is "000000" ? null : mode;
}
