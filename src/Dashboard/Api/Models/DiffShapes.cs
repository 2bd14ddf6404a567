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
        Repositories = d.Parts[0].Repository is null ? null : [.. d.Parts.Select(Part)],
        Items = [.. d.Parts.SelectMany(p => p.List.Files.Select(f => Of(f, p.Repository))).Take(DiffLimits.MaxFiles)],
    };

    public static FileChangeModel Of(RunDiff part, DiffFile file, FileDiff d) => new()
    {
        File = Of(file, part.Repository),
        Kind = d.Kind.ToString(),
        Cut = d.IsCut,
        OldBytes = d.OldBytes,
        NewBytes = d.NewBytes,
        Hunks = [.. d.Hunks.Select(h => new HunkModel(h.OldStart, h.OldCount, h.NewStart, h.NewCount, h.Heading, [.. h.Lines.Select(Of)]))],
    };

    private static HunkLineModel Of(DiffLine l) => new(l.Kind.ToString(), l.OldNumber, l.NewNumber, l.Text, l.IsCut, l.HasLineEnd);

    private static RepositoryChangesModel Part(RunDiff p) => (p.NotFound ?? p.Fault) is { } fault
        ? new RepositoryChangesModel(p.Repository!, null, null, null, null, null, Sentences.Of(fault))
        : new RepositoryChangesModel(p.Repository!, p.From, p.To, p.List.Total, p.List.Added, p.List.Removed, null);

    private static ChangedFileModel Of(DiffFile f, string? repository) => new()
    {
        Path = f.Path,
        Repository = repository,
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
