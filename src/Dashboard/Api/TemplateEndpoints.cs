using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Library;
using Signalbox.Engine.Library.Templates;

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

    private static async Task<IResult> ListAsync(ITemplateCatalog templates, IWorkflowLibrary library, CancellationToken cancellationToken) =>
        TypedResults.Ok((await templates.ListAllAsync(await library.RepositoriesAsync(cancellationToken), cancellationToken)).Select(t => Of(t, null)).ToList());

    private static async Task<IResult> ShowAsync(string name, ITemplateCatalog templates, IWorkflowLibrary library, CancellationToken cancellationToken, [FromQuery] string? scope = null)
    {
        var (template, problem) = await FindAsync(name, scope, null, templates, library, cancellationToken);
        return template is null ? problem! : TypedResults.Ok(Of(template, template.Text));
    }

    private static async Task<IResult> ApplyAsync(
        string name, ApplyTemplateBody body, ITemplateCatalog templates, IWorkflowLibrary library, WorkflowImports imports, CancellationToken cancellationToken, [FromQuery] string? scope = null)
    {
        var (repository, problem) = await imports.RepositoryAsync(body.Repository, cancellationToken);
        if (repository is null)
        {
            return problem!;
        }

        var (template, missing) = await FindAsync(name, scope, repository, templates, library, cancellationToken);
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

        return template.Template is { } readable
            ? await imports.ImportAsync(readable.Text, Path.GetFileName(template.Source), repository, body.Replace, values, cancellationToken, body.Name)
            : TypedResults.Ok(new ImportModel([], [], [.. template.Diagnostics.Select(Shapes.Of)]));
    }

    private static async Task<(TemplateEntry? Template, IResult? Problem)> FindAsync(
        string name, string? scope, Engine.Workspaces.Repository? repository, ITemplateCatalog templates, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        var found = await templates.FindAllAsync(scope is null ? name : $"{scope}/{name}", repository, await library.RepositoriesAsync(cancellationToken), cancellationToken);
        return found.Count switch
        {
            0 => (null, Problems.NotFound($"There is no template '{name}'{(scope is null ? "" : $" in {scope}")}: 'signalbox template list' shows what there is.")),
            1 => (found[0], null),
            _ => (null, Problems.Conflict($"Several have '{name}': say which scope, {string.Join(" or ", found.Select(f => f.Place))}.")),
        };
    }

    private static TemplateModel Of(TemplateEntry t, string? text) =>
        new(t.Slug, t.Place, t.Template?.Description, t.Template?.Variables.Where(v => v.Required).Select(v => v.Name).ToList(), t.Source, text);
}
