using System.Text;
using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Library;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/templates</c>: workflows with parameters.</summary>
internal static class TemplateEndpoints
{
    private const long MaxTextRequestBytes = 4L * 1024 * 1024;

    public static void MapTemplates(this IEndpointRouteBuilder api)
    {
        var templates = api.MapGroup("/templates").WithTags("templates");
        templates.MapGet("/", ListAsync).WithSummary("Lists templates").WithDescription("Those of the known repositories, the global and the built-in ones, also those that another of their name stands before.")
            .Produces<IReadOnlyList<TemplateModel>>();
        templates.MapPost("/", SaveAsync).WithMetadata(new RequestSizeLimitAttribute(MaxTextRequestBytes)).WithSummary("Keeps a template, for everyone or in a repository")
            .WithDescription("A file that is refused changes nothing: created is empty and diagnostics say why.").Produces<ImportModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        templates.MapGet("/{name}", ShowAsync).WithSummary("Shows a template").Produces<TemplateModel>().ProducesProblem(404).ProducesProblem(409);
        templates.MapPost("/{name}/preview", PreviewAsync).WithSummary("Shows the workflow that a template would become")
            .WithDescription("Writes nothing. Names every variable that has no value or a wrong one at once, in faults.").Produces<TemplatePreviewModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        templates.MapPost("/{name}/apply", ApplyAsync).WithSummary("Makes a workflow of a template")
            .WithDescription("Names every variable that has no value or a wrong one at once, in faults and diagnostics; nothing is made then.").Produces<ImportModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(ITemplateCatalog templates, IWorkflowLibrary library, CancellationToken cancellationToken) =>
        TypedResults.Ok((await templates.ListAllAsync(await library.RepositoriesAsync(cancellationToken), cancellationToken)).Select(t => Of(t, null)).ToList());

    private static async Task<IResult> ShowAsync(string name, ITemplateCatalog templates, IWorkflowLibrary library, CancellationToken cancellationToken, [FromQuery] string? scope = null)
    {
        var (template, problem) = await FindAsync(name, scope, null, templates, library, cancellationToken);
        return template is null ? problem! : TypedResults.Ok(Of(template, template.Text));
    }

    private static async Task<IResult> SaveAsync(SaveTemplateBody body, ITemplateCatalog templates, WorkflowImports imports, CancellationToken cancellationToken)
    {
        if (body.Text is null)
        {
            return Problems.Invalid("text", null, "the text of a file", "text: the text of the template is missing.");
        }

        Repository? repository = null;
        if (body.Repository is not null)
        {
            (repository, var problem) = await imports.RepositoryAsync(body.Repository, cancellationToken);
            if (repository is null)
            {
                return problem!;
            }
        }

        var (template, diagnostics) = TemplateReader.Read(Encoding.UTF8.GetBytes(body.Text), body.File ?? "template.yaml");
        var warnings = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => new ImportWarningModel(d.Line, d.Column, d.Message)).ToList();
        if (template is null)
        {
            return TypedResults.Ok(new ImportModel([], warnings, [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Shapes.Of)]));
        }

        var place = repository?.Name ?? "global";
        try
        {
            return await templates.SaveAsync(template, repository, body.Replace, cancellationToken) is null
                ? Problems.Conflict($"There is a template '{template.Slug}' in {place} already: replace it on purpose, or give this one another name.")
                : TypedResults.Ok(new ImportModel([template.Slug], warnings, []));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Problems.Conflict($"The templates of {place} cannot be written ({exception.Message.TrimEnd('.')}): make their folder writable, then save again.");
        }
    }

    private static async Task<IResult> PreviewAsync(
        string name, ApplyTemplateBody body, ITemplateCatalog templates, IWorkflowLibrary library, WorkflowImports imports, TemplateApplier applier, CancellationToken cancellationToken,
        [FromQuery] string? scope = null)
    {
        Repository? repository = null;
        if (body.Repository is not null)
        {
            (repository, var unknown) = await imports.RepositoryAsync(body.Repository, cancellationToken);
            if (repository is null)
            {
                return unknown!;
            }
        }

        var (template, problem) = await FindAsync(name, scope, repository, templates, library, cancellationToken);
        var (values, faults) = Values(body);
        if (template is null || faults is not null)
        {
            return problem ?? faults!;
        }

        var made = await applier.PreviewAsync(template, values, body.Name, cancellationToken);
        return TypedResults.Ok(new TemplatePreviewModel(
            made.Slug,
            made.IsReady,
            made.Yaml,
            [.. made.Faults.Select(Of)],
            [.. made.Diagnostics.Select(Shapes.Of)],
            [.. made.Warnings.Select(w => new ImportWarningModel(w.Line, w.Column, w.Message))]));
    }

    private static async Task<IResult> ApplyAsync(
        string name, ApplyTemplateBody body, ITemplateCatalog templates, IWorkflowLibrary library, WorkflowImports imports, TemplateApplier applier, CancellationToken cancellationToken,
        [FromQuery] string? scope = null)
    {
        var (repository, problem) = await imports.RepositoryAsync(body.Repository, cancellationToken);
        if (repository is null)
        {
            return problem!;
        }

        var (template, missing) = await FindAsync(name, scope, repository, templates, library, cancellationToken);
        var (values, faults) = Values(body);
        if (template is null || faults is not null)
        {
            return missing ?? faults!;
        }

        var (made, refused) = await applier.ApplyAsync(template, values, body.Name, repository, body.Replace, cancellationToken);
        if (refused is not null)
        {
            return Problems.Conflict(Sentences.Of(refused));
        }

        var warnings = made.Warnings.Select(w => new ImportWarningModel(w.Line, w.Column, w.Message)).ToList();
        var answer = new ImportModel([.. made.Created.Select(c => c.Slug)], warnings, [.. made.Diagnostics.Select(Shapes.Of)]);
        return TypedResults.Ok(answer with { Faults = [.. made.Faults.Select(Of)] });
    }

    /// <summary>The values of a body, or the problem with how they are written.</summary>
    private static (IReadOnlyDictionary<string, string> Values, IResult? Problem) Values(ApplyTemplateBody body)
    {
        var values = new Dictionary<string, string>(body.Values ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var (texts, faults) = NamedValues.Read("values", null, body.ValueTexts);
        foreach (var (key, value) in texts)
        {
            values[key] = (string)value!;
        }

        return (values, faults.Count == 0 ? null : QueryFaults.Problem([.. faults.Select(Of)]));
    }

    private static async Task<(TemplateEntry? Template, IResult? Problem)> FindAsync(
        string name, string? scope, Repository? repository, ITemplateCatalog templates, IWorkflowLibrary library, CancellationToken cancellationToken)
    {
        var found = await templates.FindAllAsync(scope is null ? name : $"{scope}/{name}", repository, await library.RepositoriesAsync(cancellationToken), cancellationToken);
        return found.Count switch
        {
            0 => (null, Problems.NotFound($"There is no template '{name}'{(scope is null ? "" : $" in {scope}")}: 'signalbox template list' shows what there is.")),
            1 => (found[0], null),
            _ => (null, Problems.Conflict($"Several have '{name}': say which scope, {string.Join(" or ", found.Select(f => f.Place))}.")),
        };
    }

    private static FieldError Of(InputFault fault) => new(fault.Field, fault.Found, fault.Allowed, fault.Message);

    private static TemplateModel Of(TemplateEntry t, string? text) =>
        new(t.Slug, t.Place, t.Template?.Description, t.Template?.Variables.Where(v => v.Required).Select(v => v.Name).ToList(), t.Source, text)
        {
            Title = t.Template?.Title,
            Tags = t.Template?.Tags ?? [],
            Steps = t.Template?.Steps ?? 0,
            Parameters = [.. (t.Template?.Variables ?? []).Select(v => Shapes.Of(v.ToInput()))],
            Shadows = t.Shadows,
            ShadowedBy = t.ShadowedBy,
            Diagnostics = [.. t.Diagnostics.Select(Shapes.Of)],
        };
}
