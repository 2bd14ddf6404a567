using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Library;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/templates</c>: workflows with parameters.</summary>
internal static class TemplateEndpoints
{
    public static void MapTemplates(this IEndpointRouteBuilder api)
    {
        var templates = api.MapGroup("/templates").WithTags("templates");
        templates.MapGet("/", ListAsync).WithSummary("Lists templates").Produces<IReadOnlyList<TemplateModel>>();
        templates.MapGet("/{name}", ShowAsync).WithSummary("Shows a template").Produces<TemplateModel>().ProducesProblem(404).ProducesProblem(409);
        templates.MapPost("/{name}/apply", ApplyAsync).WithSummary("Makes a workflow of a template")
            .WithDescription("Names every variable that has no value at once, in diagnostics; nothing is made then.").Produces<ImportModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(TemplateLibrary templates, CancellationToken cancellationToken) =>
        TypedResults.Ok((await templates.ListAsync(cancellationToken)).Select(t => Of(t, null)).ToList());

    private static async Task<IResult> ShowAsync(string name, TemplateLibrary templates, CancellationToken cancellationToken, [FromQuery] string? scope = null)
    {
        var (template, problem) = await FindAsync(name, scope, null, templates, cancellationToken);
        return template is null ? problem! : TypedResults.Ok(Of(template, template.Text));
    }

    private static async Task<IResult> ApplyAsync(
        string name, ApplyTemplateBody body, TemplateLibrary templates, WorkflowImports imports, CancellationToken cancellationToken, [FromQuery] string? scope = null)
    {
        var (repository, problem) = await imports.RepositoryAsync(body.Repository, cancellationToken);
        if (repository is null)
        {
            return problem!;
        }

        var (template, missing) = await FindAsync(name, scope, repository, templates, cancellationToken);
        if (template is null)
        {
            return missing!;
        }

        var (texts, faults) = NamedValues.Read("values", null, body.ValueTexts);
        if (faults.Count > 0)
        {
            return QueryFaults.Problem([.. faults.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message))]);
        }

        var values = new Dictionary<string, string>(body.Values ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (key, value) in texts)
        {
            values[key] = (string)value!;
        }

        return await imports.ImportAsync(template.Text, Path.GetFileName(template.Path), repository, body.Replace, values, cancellationToken);
    }

    private static async Task<(TemplateFile? Template, IResult? Problem)> FindAsync(
        string name, string? scope, Engine.Workspaces.Repository? repository, TemplateLibrary templates, CancellationToken cancellationToken)
    {
        var found = await templates.FindAsync(scope is null ? name : $"{scope}/{name}", repository, cancellationToken);
        return found.Count switch
        {
            0 => (null, Problems.NotFound($"There is no template '{name}'{(scope is null ? "" : $" in {scope}")}: 'signalbox template list' shows what there is.")),
            1 => (found[0], null),
            _ => (null, Problems.Conflict($"Several have '{name}': say which scope, {string.Join(" or ", found.Select(f => f.Scope))}.")),
        };
    }

    private static TemplateModel Of(TemplateFile t, string? text) => new(t.Slug, t.Scope, t.Variables, t.Path, text);
}
