using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/config</c>: the one document of a server, its versions, and what changed between them.</summary>
internal static class ConfigurationEndpoints
{
    private const int MaxLimit = 200;
    private const string DefaultFile = "config.yaml";

    // A document grows when it is written as JSON; past its own limit the reader says so in one sentence.
    private const long MaxRequestBytes = ConfigurationReader.MaxBytes * 4L;

    public static void MapConfiguration(this IEndpointRouteBuilder api)
    {
        var config = api.MapGroup("/config").WithTags("config");
        config.MapGet("/", ShowAsync).WithSummary("Shows the configuration in force").Produces<ConfigModel>().ProducesProblem(404);
        config.MapPut("/", ApplyAsync).WithMetadata(new RequestSizeLimitAttribute(MaxRequestBytes)).WithSummary("Applies a configuration")
            .WithDescription("Its version must be greater than the one in force. One with an error changes nothing; the same document again changes nothing either.")
            .Produces<ConfigAppliedModel>().ProducesProblem(400).ProducesProblem(409);
        config.MapPost("/validate", Validate).WithMetadata(new RequestSizeLimitAttribute(MaxRequestBytes)).WithSummary("Checks a configuration and says every fault").Produces<ValidationModel>().ProducesProblem(400);
        config.MapPost("/rollback", RollbackAsync).WithSummary("Applies the document of an earlier version again, under the version after the one in force")
            .Produces<ConfigAppliedModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        config.MapGet("/versions", ListAsync).WithSummary("Lists the configurations that were applied, newest first").WithDescription(NextPage.More("number"))
            .Produces<IReadOnlyList<ConfigVersionModel>>().ProducesProblem(400);
        config.MapGet("/versions/{version}", VersionAsync).WithSummary("Shows one of them, with its document and what changed").Produces<ConfigVersionModel>().ProducesProblem(404);
        config.MapGet("/diff", DiffAsync).WithSummary("Compares two of them").Produces<ConfigDiffModel>().ProducesProblem(404);
    }

    private static async Task<IResult> ShowAsync([FromServices] ConfigurationDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.CurrentAsync(cancellationToken) is not { } current)
        {
            return Problems.NotFound("No configuration was applied: 'signalbox config apply FILE' applies one.");
        }

        var document = desk.Check(current.Text, DefaultFile).Document;
        return TypedResults.Ok(new ConfigModel(
            GovernanceModels.Of(current, whole: true),
            [.. document?.Agents.Select(a => new ConfigComponentModel(a.Id, a.IsEnabled, a.Line)) ?? []],
            [.. document?.Workflows.Select(w => new ConfigComponentModel(w.Slug, w.IsEnabled, w.Line)) ?? []],
            desk.RestartNeeded));
    }

    private static IResult Validate(ConfigBody body, [FromServices] ConfigurationDesk desk)
    {
        if (body.Text is null)
        {
            return NoText();
        }

        var read = desk.Check(body.Text, body.File ?? DefaultFile);
        return TypedResults.Ok(new ValidationModel(read.IsValid, [.. read.Diagnostics.Select(Shapes.Of)]));
    }

    private static async Task<IResult> ApplyAsync(ConfigBody body, HttpContext context, [FromServices] ConfigurationDesk desk, CancellationToken cancellationToken) =>
        body.Text is null ? NoText() : Answer(await desk.ApplyAsync(body.Text, body.File ?? DefaultFile, Caller.NameOf(context.User), cancellationToken));

    private static async Task<IResult> RollbackAsync(ConfigRollbackBody body, HttpContext context, [FromServices] ConfigurationDesk desk, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(body.Version)
            ? Problems.Invalid("version", body.Version, "a version that was applied", "version: a version that was applied is missing.")
            : Answer(await desk.RollbackAsync(body.Version, Caller.NameOf(context.User), cancellationToken));

    private static async Task<IResult> ListAsync(HttpContext context, [FromServices] ConfigurationDesk desk, CancellationToken cancellationToken, int? before = null, int limit = 50)
    {
        if (QueryFaults.Range("limit", limit, 1, MaxLimit).ToList() is { Count: > 0 } faults)
        {
            return QueryFaults.Problem(faults);
        }

        var page = NextPage.Of(context, await desk.ListAsync(before, limit + 1, cancellationToken), limit, v => v.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return TypedResults.Ok(page.Select(v => GovernanceModels.Of(v)).ToList());
    }

    private static async Task<IResult> VersionAsync(string version, [FromServices] ConfigurationDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(version, cancellationToken) is { } found ? TypedResults.Ok(GovernanceModels.Of(found, whole: true)) : NotFound(version);

    private static async Task<IResult> DiffAsync(string from, string to, [FromServices] ConfigurationDesk desk, CancellationToken cancellationToken)
    {
        foreach (var version in new[] { from, to })
        {
            if (await desk.FindAsync(version, cancellationToken) is null)
            {
                return NotFound(version);
            }
        }

        return TypedResults.Ok(new ConfigDiffModel(from, to, await desk.DiffAsync(from, to, cancellationToken) ?? ""));
    }

    private static IResult Answer(ConfigurationApplied applied) => applied switch
    {
        { NotFound: { } missing } => Problems.NotFound(Sentences.Of(missing)),
        { Refused: { } refused } => Problems.Conflict(Sentences.Of(refused)),
        { Version: { } version } => TypedResults.Ok(new ConfigAppliedModel(
            GovernanceModels.Of(version), applied.WasApplied, applied.RestartNeeded, [.. applied.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(Shapes.Of)])),
        _ => QueryFaults.Problem([.. applied.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Shapes.FieldErrorOf)]),
    };

    private static ProblemHttpResult NotFound(string version) => Problems.NotFound($"Version '{version}' was never applied: 'signalbox config history' shows those that were.");

    private static ProblemHttpResult NoText() => Problems.Invalid("text", null, "the text of a configuration", "text: the text of a configuration is missing.");
}
