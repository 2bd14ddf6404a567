using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/specs</c>: features and their specs (spec 4, 1.3).</summary>
internal static class SpecEndpoints
{
    private const int MaxLimit = 200;

    public static void MapSpecs(this IEndpointRouteBuilder api)
    {
        var specs = api.MapGroup("/specs").WithTags("specs");
        specs.MapGet("/", ListAsync).WithSummary("Lists features; changed last, first").WithDescription(NextPage.More("feature")).Produces<IReadOnlyList<FeatureModel>>().ProducesProblem(400);
        specs.MapPost("/", ImportAsync).WithSummary("Imports a feature spec").WithDescription("One that is there takes the text over and stays where it stands. A spec with faults is taken as far as it can be shown.")
            .Produces<ImportModel>().ProducesProblem(400).ProducesProblem(404);
        specs.MapPost("/validate", Validate).WithSummary("Checks a feature spec").Produces<ValidationModel>();
        specs.MapGet("/{feature}", ShowAsync).WithSummary("Shows a feature").WithDescription("By id, or by its own id in the spec, with the repository before it where two have it: web/notes, the slash escaped.").Produces<FeatureModel>().ProducesProblem(404);
        specs.MapPut("/{feature}", EditAsync).WithSummary("Takes over an edited spec").Produces<FeatureModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        specs.MapDelete("/{feature}", RemoveAsync).WithSummary("Forgets a feature; its runs stay").Produces(204).ProducesProblem(404);
        specs.MapPost("/{feature}/export", ExportAsync).WithSummary("Writes it into its repository, beside what people wrote there").WithDescription("The folder .ai/project/features of the checkout gets its spec, its state, its tasks and the decisions of its run.")
            .Produces<FeatureExportModel>().ProducesProblem(404).ProducesProblem(409);
        Change(specs.MapPost("/{feature}/start", StartAsync), "Makes a run of its tasks");
        Change(specs.MapPost("/{feature}/complete", CompleteAsync), "Accepts a feature whose tasks are done and whose checklist holds");
        Change(specs.MapPost("/{feature}/block", BlockAsync), "Stops a feature, with the reason");
        Change(specs.MapPost("/{feature}/unblock", UnblockAsync), "Lets a blocked feature go on from where it stood");
        Change(specs.MapPost("/{feature}/checklist/{key}", TickAsync), "Says of a line of its checklist that it holds, or no longer");
    }

    private static void Change(RouteHandlerBuilder endpoint, string summary) => endpoint.WithSummary(summary).Produces<FeatureModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> ListAsync(
        HttpContext context, FeatureDesk desk, FeatureModels models, IWorkflowLibrary library, CancellationToken cancellationToken, string? repository = null, string? before = null, int limit = 50)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        var of = string.IsNullOrEmpty(repository) ? null : (await library.RepositoriesAsync(cancellationToken)).FirstOrDefault(r => Same(r.Id.Value, repository) || Same(r.Name, repository) || Same(r.Path, repository));
        if (of is null && !string.IsNullOrEmpty(repository))
        {
            faults.Add(QueryFaults.Fault("repository", repository, "the id, name or path of a repository"));
        }

        FeatureId? after = EntityId.TryParse<FeatureId>(before, out var last) ? last : null;
        if (!string.IsNullOrEmpty(before) && (after is null || await desk.GetAsync(last, cancellationToken) is null))
        {
            faults.Add(QueryFaults.Fault("before", before, "the id of a feature"));
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var page = NextPage.Of(context, await desk.ListAsync(of?.Id, after, limit + 1, cancellationToken), limit, f => f.Id.Value);
        return TypedResults.Ok(await models.OfAsync(page, cancellationToken));
    }

    private static async Task<IResult> ImportAsync(SpecBody body, HttpContext context, FeatureDesk desk, WorkflowImports imports, CancellationToken cancellationToken)
    {
        if (body.Text is null)
        {
            return Problems.Invalid("text", null, "a feature spec", "text: the spec is missing.");
        }

        var (repository, problem) = await imports.RepositoryAsync(body.Repository, cancellationToken);
        if (repository is null)
        {
            return problem!;
        }

        var result = await desk.ImportAsync(repository, Encoding.UTF8.GetBytes(body.Text), body.File ?? "spec.yaml", Caller.NameOf(context.User), cancellationToken);
        return result switch
        {
            { Feature: { } feature } => TypedResults.Ok(new ImportModel([feature.Slug], [.. result.Diagnostics.Select(d => new ImportWarningModel(d.Line, d.Column, d.Message))], [])),
            { Broken: { } broken } => TypedResults.Ok(new ImportModel([], [], [.. broken.Select(Shapes.Of)])),
            _ => Problems.Conflict(Sentences.Of(result.Refused ?? result.NotFound ?? "it was refused")),
        };
    }

    private static Ok<ValidationModel> Validate(SpecBody body)
    {
        var read = FeatureSpecFile.Read(body.Text ?? "", body.File ?? "spec.yaml");
        return TypedResults.Ok(new ValidationModel(read.IsValid, [.. read.Diagnostics.Select(Shapes.Of)]));
    }

    private static async Task<IResult> ShowAsync(string feature, FeatureModels models, FeatureFinder finder, CancellationToken cancellationToken)
    {
        var (found, problem) = await FindAsync(feature, finder, cancellationToken);
        return found is null ? problem! : TypedResults.Ok(await models.OfAsync(found, cancellationToken));
    }

    private static Task<IResult> EditAsync(string feature, SpecBody body, HttpContext context, FeatureDesk desk, FeatureModels models, FeatureFinder finder, CancellationToken cancellationToken) =>
        ChangeAsync(feature, id => desk.EditAsync(id, body.Text ?? "", Caller.NameOf(context.User), cancellationToken), models, finder, cancellationToken);

    private static async Task<IResult> RemoveAsync(string feature, FeatureDesk desk, FeatureFinder finder, CancellationToken cancellationToken)
    {
        var (found, problem) = await FindAsync(feature, finder, cancellationToken);
        return found is null ? problem! : await desk.RemoveAsync(found.Id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound($"There is no feature '{feature}'.");
    }

    private static async Task<IResult> ExportAsync(string feature, FeatureExport export, FeatureFinder finder, CancellationToken cancellationToken)
    {
        var (found, problem) = await FindAsync(feature, finder, cancellationToken);
        if (found is null)
        {
            return problem!;
        }

        var result = await export.WriteAsync(found.Id, cancellationToken);
        return result switch
        {
            { Files: { } files } => TypedResults.Ok(new FeatureExportModel(files)),
            { NotFound: { } missing } => Problems.NotFound(Sentences.Of(missing)),
            _ => Problems.Conflict(Sentences.Of(result.Refused!)),
        };
    }

    private static Task<IResult> StartAsync(string feature, StartFeatureBody? body, HttpContext context, FeatureDesk desk, FeatureModels models, FeatureFinder finder, CancellationToken cancellationToken) =>
        ChangeAsync(feature, id => desk.StartAsync(id, body?.Agent, Caller.TriggerOf(context), Caller.NameOf(context.User), cancellationToken), models, finder, cancellationToken);

    private static Task<IResult> CompleteAsync(string feature, HttpContext context, FeatureDesk desk, FeatureModels models, FeatureFinder finder, CancellationToken cancellationToken) =>
        ChangeAsync(feature, id => desk.CompleteAsync(id, Caller.NameOf(context.User), cancellationToken), models, finder, cancellationToken);

    private static Task<IResult> BlockAsync(string feature, BlockFeatureBody body, HttpContext context, FeatureDesk desk, FeatureModels models, FeatureFinder finder, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(body.Reason)
            ? Task.FromResult<IResult>(Problems.Invalid("reason", body.Reason, "a sentence", "reason: say why it is stopped."))
            : ChangeAsync(feature, id => desk.BlockAsync(id, body.Reason, Caller.NameOf(context.User), cancellationToken), models, finder, cancellationToken);

    private static Task<IResult> UnblockAsync(string feature, HttpContext context, FeatureDesk desk, FeatureModels models, FeatureFinder finder, CancellationToken cancellationToken) =>
        ChangeAsync(feature, id => desk.UnblockAsync(id, Caller.NameOf(context.User), cancellationToken), models, finder, cancellationToken);

    private static Task<IResult> TickAsync(string feature, string key, TickBody? body, HttpContext context, FeatureDesk desk, FeatureModels models, FeatureFinder finder, CancellationToken cancellationToken) =>
        ChangeAsync(feature, id => desk.TickAsync(id, key, body?.Holds ?? true, Caller.NameOf(context.User), cancellationToken), models, finder, cancellationToken);

    private static async Task<IResult> ChangeAsync(
        string named, Func<FeatureId, Task<FeatureResult>> change, FeatureModels models, FeatureFinder finder, CancellationToken cancellationToken)
    {
        var (found, problem) = await FindAsync(named, finder, cancellationToken);
        if (found is null)
        {
            return problem!;
        }

        var result = await change(found.Id);
        return result switch
        {
            { Feature: { } feature } => TypedResults.Ok(await models.OfAsync(feature, cancellationToken)),
            { NotFound: { } missing } => Problems.NotFound(Sentences.Of(missing)),
            { Broken: { } broken } => Problems.Of(StatusCodes.Status400BadRequest, "Spec not valid", $"The spec of '{named}' cannot be used so.", [.. broken.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Shapes.FieldErrorOf)]),
            _ => Problems.Conflict(Sentences.Of(result.Refused ?? "it was refused")),
        };
    }

    private static async Task<(Feature? Feature, IResult? Problem)> FindAsync(string named, FeatureFinder finder, CancellationToken cancellationToken)
    {
        // A slash in a part of an address stays escaped.
        var name = named.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var found = await finder.FindAsync(name, cancellationToken);
        return found.Count switch
        {
            0 => (null, Problems.NotFound($"There is no feature '{name}'.")),
            1 => (found[0], null),
            _ => (null, Problems.Conflict($"Several repositories have a feature '{name}': name it as repository/{name}.")),
        };
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
