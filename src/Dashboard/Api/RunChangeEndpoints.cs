using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Runs.Diffs;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/runs/{run}/changes</c>: what a run, a step, an attempt, or what lies between two checkpoints changed.</summary>
internal static class RunChangeEndpoints
{
    public static void MapRunChanges(this IEndpointRouteBuilder api)
    {
        var changes = api.MapGroup("/runs/{run}/changes").WithTags("runs");
        changes.MapGet("/", ListAsync)
            .WithSummary("Lists the files that a run changed")
            .WithDescription("All of it, untracked files included; with step (and attempt): that part, in the step's repository; with repository: one of several; from and to take checkpoint ids, 'base' or 'now'. At most 3,000 files are listed.")
            .Produces<RunChangesModel>().ProducesProblem(404).ProducesProblem(409);
        changes.MapGet("/file", FileAsync)
            .WithSummary("Shows the lines that changed in a file")
            .WithDescription("path is one that the list gives, repository the file's where the run has several; the other values are the list's. At most 20,000 lines; a file over 4 MiB is not compared.")
            .Produces<FileChangeModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(
        string run,
        RunFinder finder,
        IRunDiffs diffs,
        CancellationToken cancellationToken,
        string? repository = null,
        string? step = null,
        int? attempt = null,
        string? from = null,
        string? to = null)
    {
        var (diff, problem) = await ReadAsync(run, finder, diffs, Scope(repository, step, attempt, from, to), cancellationToken);
        return problem ?? TypedResults.Ok(DiffShapes.Of(diff!));
    }

    private static async Task<IResult> FileAsync(
        string run,
        RunFinder finder,
        IRunDiffs diffs,
        CancellationToken cancellationToken,
        string path = "",
        string? repository = null,
        string? step = null,
        int? attempt = null,
        string? from = null,
        string? to = null)
    {
        if (path.Length == 0)
        {
            return Problems.Invalid("path", null, "the path of a file that the list gives", "path: the path of a file is missing.");
        }

        var (diff, problem) = await ReadAsync(run, finder, diffs, Scope(repository, step, attempt, from, to), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var found = diff!.Parts.SelectMany(p => p.List.Files.Where(f => string.Equals(f.Path, path, StringComparison.Ordinal)).Select(f => (Part: p, File: f))).ToList();
        if (found.Count == 0)
        {
            return Problems.NotFound(diff.List.IsCut ? $"'{path}' is not among the {diff.List.Files.Count} files that are listed." : $"'{path}' did not change.");
        }

        if (found.Count > 1)
        {
            var names = string.Join(", ", found.Select(f => f.Part.Repository));
            return Problems.Invalid("repository", null, names, $"repository: '{path}' changed in {names}; say which.");
        }

        var (part, file) = found[0];
        var change = await diffs.FileAsync(part, file, cancellationToken);
        return change.Fault is { } fault ? Problems.Conflict(Sentences.Of(fault)) : TypedResults.Ok(DiffShapes.Of(part, file, change));
    }

    private static DiffScope Scope(string? repository, string? step, int? attempt, string? from, string? to) => new() { Repository = Given(repository), Step = Given(step), Attempt = attempt, From = Given(from), To = Given(to) };

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static async Task<(RunDiff? Diff, IResult? Problem)> ReadAsync(string run, RunFinder finder, IRunDiffs diffs, DiffScope scope, CancellationToken cancellationToken)
    {
        var (state, problem) = await finder.FindAsync(run, cancellationToken);
        if (state is null)
        {
            return (null, problem);
        }

        if (scope.Attempt is { } attempt && (attempt < 1 || scope.Step is null))
        {
            return (null, attempt < 1 ? QueryFaults.Problem([.. QueryFaults.Range("attempt", attempt, 1, int.MaxValue)]) : Problems.Invalid("step", null, "the step that the attempt is of", "step: an attempt is one of a step; say which."));
        }

        var diff = await diffs.ReadAsync(state, scope, cancellationToken);
        return diff.NotFound is { } missing ? (null, Problems.NotFound(Sentences.Of(missing)))
            : diff.Fault is { } fault ? (null, Problems.Conflict(Sentences.Of(fault)))
            : (diff, null);
    }
}
