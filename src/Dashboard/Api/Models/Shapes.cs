using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>The engine's types in the shapes of design/contract.md.</summary>
internal static class Shapes
{
    public static EventModel Of(RunEvent e) => new()
    {
        Sequence = e.Sequence,
        Time = e.Time,
        Level = e.Level.ToString(),
        RunId = e.RunId.Value,
        StepId = e.StepId,
        Attempt = e.Attempt,
        AttemptId = e.AttemptId?.Value,
        Transition = e.Transition,
        Reason = e.Reason,
        Message = e.Message,
        Data = e.Data,
        TraceId = e.TraceId,
    };

    public static LogBatchModel Of(LogBatch batch) => new(
        batch.FirstLine,
        [.. batch.Lines.Select(l => new LogLineModel(l.Line, Of(l.Stream), l.Time, l.Text, l.Partial, l.Part))],
        batch.Complete);

    public static LogSearchModel Of(LogSearchPage page) => new(
        page.Lines,
        page.Matches,
        page.Hits.Count == 0 ? null : page.Index,
        [.. page.Hits.Select(h => new LogHitModel(h.Line, h.Matches, h.Text, h.TextStart, h.TextCut, [.. h.Ranges.Select(r => (int[])[r.Start, r.Length])]))],
        page.SearchedLines,
        page.Complete);

    public static string Of(LogStream stream) => stream switch
    {
        LogStream.Stdout => "stdout",
        LogStream.Stderr => "stderr",
        _ => throw new ArgumentOutOfRangeException(nameof(stream)),
    };

    public static DiagnosticModel Of(Diagnostic d) => new(d.File, d.Line, d.Column, Of(d.Severity), d.Code, d.Message);

    public static FieldError FieldErrorOf(Diagnostic d) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{d.File}:{d.Line}:{d.Column}"), null, null, d.Message) { File = d.File, Line = d.Line, Column = d.Column, Code = d.Code };

    public static string Of(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => throw new ArgumentOutOfRangeException(nameof(severity)),
    };

    public static ValidationModel Of(WorkflowParseResult result) => new(result.IsValid, [.. result.Diagnostics.Select(Of)]);

    public static RepositoryModel Of(Repository r) => new(r.Id.Value, r.Name, r.Path, r.DefaultBranch, r.Remote, r.FetchFirst, r.PushAfter, r.CreatedAt);

    public static WorkflowModel Of(WorkflowEntry entry, string? yaml = null) => new()
    {
        Name = entry.Workflow.Slug,
        Repository = entry.Repository.Name,
        Repositories = entry.Definition?.Repositories ?? [],
        Title = entry.Workflow.Title,
        Description = entry.Workflow.Description,
        Tags = entry.Workflow.Tags,
        Version = entry.Version?.Number,
        Valid = entry.IsValid,
        CanRun = entry.CanRun,
        MissingAgents = entry.MissingAgents,
        Inputs = [.. (entry.Definition?.Inputs ?? []).Select(Of)],
        Steps = [.. (entry.Definition?.Steps ?? []).Select(s => s.Id)],
        Source = entry.Workflow.SourcePath,
        UpdatedAt = entry.Workflow.UpdatedAt,
        Diagnostics = [.. entry.Workflow.Diagnostics.Select(Of)],
        Yaml = yaml,
    };

    public static InputModel Of(InputDefinition i) => new(i.Name, Of(i.Type), i.Required, i.Description, i.Default, i.Options, i.Min, i.Max, i.MaxLength);

    private static string Of(InputType type) => type switch
    {
        InputType.String => "string",
        InputType.Boolean => "boolean",
        InputType.Integer => "integer",
        InputType.Choice => "choice",
        InputType.Number => "number",
        InputType.Text => "text",
        InputType.List => "list",
        InputType.File => "file",
        InputType.Secret => "secret",
    };
}
