using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/trust</c>: the models that say which changes need a person.</summary>
internal static class TrustEndpoints
{
    private const int MaxLimit = 200;
    private const int MaxPaths = 500;
    private const string DefaultFile = "trust_model.yaml";

    // A model of 1 MiB grows when it is written as JSON; past its own limit the reader says so in one sentence.
    private const long MaxRequestBytes = 4L * 1024 * 1024;

    public static void MapTrust(this IEndpointRouteBuilder api)
    {
        var trust = api.MapGroup("/trust").WithTags("trust");
        trust.MapGet("/", ListAsync).WithSummary("Lists the versions of trust models, newest first").WithDescription(NextPage.More("version")).Produces<IReadOnlyList<TrustVersionModel>>().ProducesProblem(400).ProducesProblem(404);
        trust.MapGet("/current", CurrentAsync).WithSummary("Shows the model that counts, for a repository or where none is named").Produces<TrustVersionModel>().ProducesProblem(404);
        trust.MapGet("/versions/{id}", ShowAsync).WithSummary("Shows a version as it was written").Produces<TrustVersionModel>().ProducesProblem(404);
        trust.MapGet("/evaluate", EvaluateAsync).WithSummary("Says how far a change of files, or work of a type, is trusted").Produces<TrustAnswerModel>().ProducesProblem(400).ProducesProblem(404);
        trust.MapPost("/validate", Validate).WithMetadata(new RequestSizeLimitAttribute(MaxRequestBytes)).WithSummary("Checks a trust model and says every fault").Produces<ValidationModel>().ProducesProblem(400);
        trust.MapPut("/", PutAsync).WithMetadata(new RequestSizeLimitAttribute(MaxRequestBytes)).WithSummary("Takes a trust model as the next version")
            .WithDescription("One with an error changes nothing; the same text again is no new version.").Produces<TrustVersionModel>().ProducesProblem(400).ProducesProblem(404);
        trust.MapDelete("/", RemoveAsync).WithSummary("Takes the model away from now on; its versions stay").Produces<TrustVersionModel>().ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, TrustDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken, string? repository = null, string? before = null, int limit = 50)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        TrustModelId? after = EntityId.TryParse<TrustModelId>(before, out var last) ? last : null;
        if (!string.IsNullOrEmpty(before) && (after is null || await desk.FindAsync(last, cancellationToken) is null))
        {
            faults.Add(QueryFaults.Fault("before", before, "the id of a version of a trust model"));
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var (of, problem) = await FindAsync(repository, library, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var names = (await library.RepositoriesAsync(cancellationToken)).ToDictionary(r => r.Id.Value, r => r.Name, StringComparer.Ordinal);
        var versions = await desk.ListAsync(of is null ? null : TrustModelVersion.ScopeOf(of.Id), after, limit + 1, cancellationToken);
        return TypedResults.Ok(NextPage.Of(context, versions, limit, v => v.Id.Value).Select(v => TrustShapes.Of(v, NameOf(v, names))).ToList());
    }

    private static async Task<IResult> CurrentAsync(TrustDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken, string? repository = null)
    {
        var (of, problem) = await FindAsync(repository, library, cancellationToken);
        return problem ?? (await desk.CurrentAsync(of?.Id, cancellationToken) is { } current ? TypedResults.Ok(await ShapeAsync(current.Version, library, cancellationToken)) : None());
    }

    private static async Task<IResult> ShowAsync(string id, TrustDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken) =>
        EntityId.TryParse<TrustModelId>(id, out var version) && await desk.FindAsync(version, cancellationToken) is { } found
            ? TypedResults.Ok(await ShapeAsync(found, library, cancellationToken))
            : Problems.NotFound($"There is no version '{id}' of a trust model.");

    private static async Task<IResult> EvaluateAsync(
        TrustDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken, string[]? path = null, string? taskType = null, string? repository = null)
    {
        List<string> paths = [.. (path ?? []).Where(p => !string.IsNullOrWhiteSpace(p))];
        if (paths.Count == 0 && string.IsNullOrWhiteSpace(taskType))
        {
            return Problems.Invalid("path", null, "the path of a file, or a taskType", "path: name a file, or a taskType, or both.");
        }

        if (paths.Count > MaxPaths)
        {
            return QueryFaults.Problem([.. QueryFaults.Range("path", paths.Count, 0, MaxPaths)]);
        }

        var (of, problem) = await FindAsync(repository, library, cancellationToken);
        return problem ?? (await desk.CurrentAsync(of?.Id, cancellationToken) is { } current
            ? TypedResults.Ok(TrustShapes.Of(TrustEvaluator.Evaluate(current.Model, paths, taskType), current.Version))
            : None());
    }

    private static IResult Validate(TrustBody body) => body.Text is null
        ? NoText()
        : TypedResults.Ok(TrustShapes.Of(TrustModelReader.Read(Encoding.UTF8.GetBytes(body.Text), body.File ?? DefaultFile)));

    private static async Task<IResult> PutAsync(TrustBody body, HttpContext context, TrustDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        if (body.Text is null)
        {
            return NoText();
        }

        var (of, problem) = await FindAsync(body.Repository, library, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var import = await desk.ImportAsync(body.Text, body.File ?? DefaultFile, of?.Id, Caller.NameOf(context.User), cancellationToken);
        return import.Version is { } version
            ? TypedResults.Ok(TrustShapes.Of(version, of?.Name) with { Warnings = [.. import.Diagnostics.Select(Shapes.Of)] })
            : QueryFaults.Problem([.. import.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Shapes.FieldErrorOf)]);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, TrustDesk desk, IWorkflowLibrary library, CancellationToken cancellationToken, string? repository = null)
    {
        var (of, problem) = await FindAsync(repository, library, cancellationToken);
        return problem ?? (await desk.RemoveAsync(of?.Id, Caller.NameOf(context.User), cancellationToken) is { } version ? TypedResults.Ok(TrustShapes.Of(version, of?.Name)) : None());
    }

    private static async Task<TrustVersionModel> ShapeAsync(TrustModelVersion version, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        var names = (await library.RepositoriesAsync(cancellationToken)).ToDictionary(r => r.Id.Value, r => r.Name, StringComparer.Ordinal);
        return TrustShapes.Of(version, NameOf(version, names), withText: true);
    }

    // A repository that is known no more is named by its id.
    private static string? NameOf(TrustModelVersion version, Dictionary<string, string> names) =>
        string.Equals(version.Scope, TrustModelVersion.Global, StringComparison.Ordinal) ? null : names.GetValueOrDefault(version.Scope, version.Scope);

    /// <summary>The repository that is named; nothing where none is; or the problem.</summary>
    private static async Task<(Repository? Repository, IResult? Problem)> FindAsync(string? named, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(named))
        {
            return (null, null);
        }

        var known = await library.RepositoriesAsync(cancellationToken);
        return known.FirstOrDefault(r => string.Equals(r.Id.Value, named, StringComparison.Ordinal) || string.Equals(r.Name, named, StringComparison.Ordinal) || string.Equals(r.Path, named, StringComparison.Ordinal)) is { } found
            ? (found, null)
            : (null, Problems.NotFound($"There is no repository '{named}': 'signalbox repo list' shows those that are known."));
    }

    private static ProblemHttpResult None() => Problems.NotFound("There is no trust model: 'signalbox trust import FILE' brings one in; until then no change needs a person.");

    private static ProblemHttpResult NoText() => Problems.Invalid("text", null, "the text of a trust model", "text: the text of a trust model is missing.");
}
