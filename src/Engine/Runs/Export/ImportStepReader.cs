using System.Globalization;
using System.Text.RegularExpressions;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Resolution;

namespace Signalbox.Engine.Runs.Export;

/// <summary>Reads the steps of a task's folder: <c>steps/01_plan/</c>, with visits and items where it has such.</summary>
/// <param name="source">The files.</param>
/// <param name="run">The run they become part of.</param>
internal sealed partial class ImportStepReader(ImportSource source, ImportTarget run)
{
    private const int MaxSteps = 5000;

    private readonly HashSet<string> _names = [.. source.Files.Select(file => file.Name)];
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly ImportedSteps _result = new();

    /// <summary>The steps, or the first fault.</summary>
    public async Task<(ImportedSteps? Steps, string? Fault)> ReadAsync(CancellationToken cancellationToken)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in Below(RunExportLayout.Steps))
        {
            if (StepName().Match(folder) is not { Success: true } name || folder.Contains("..", StringComparison.Ordinal))
            {
                return (null, $"steps/{Readable(folder)} is not the folder of a step, such as steps/01_plan");
            }

            var position = int.Parse(name.Groups["position"].ValueSpan, CultureInfo.InvariantCulture);
            var id = name.Groups["id"].Value;
            if (!taken.Add(id))
            {
                return (null, $"step '{id}' is there twice");
            }

            var live = string.Create(CultureInfo.InvariantCulture, $"{RunExportLayout.Steps}/{position:D2}_{id}");
            if (await ReadAsync(new ImportNode($"{RunExportLayout.Steps}/{folder}", live, id, position, Visit: 1, Parent: null), cancellationToken) is { } fault)
            {
                return (null, fault);
            }
        }

        return (_result, null);
    }

    /// <summary>A step run, its items and its later visits.</summary>
    private async Task<string?> ReadAsync(ImportNode node, CancellationToken cancellationToken)
    {
        if (_result.Steps.Count == MaxSteps)
        {
            return $"it has more than {MaxSteps} steps";
        }

        var attempts = Below($"{node.From}/{RunExportLayout.Attempts}");
        var (result, fault) = await ResultAsync(node, attempts, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        var step = Create(node, result);
        _result.Steps.Add(step);
        node = node.Parent is null ? node : node with { To = $"{node.To}/{StepItems.FolderOf(step)}" };
        if (!_folders.Add(node.To))
        {
            return $"{node.From} is the same step run as another folder";
        }

        if (await new ImportAttemptReader(source, run, _names, _result).ReadAsync(node, step, result, attempts, cancellationToken) is { } broken)
        {
            return broken;
        }

        foreach (var item in Below($"{node.From}/{RunExportLayout.Items}"))
        {
            if (!ItemName().IsMatch(item) || item.Contains("..", StringComparison.Ordinal))
            {
                return $"{node.From}/items holds a folder with a name that no item has";
            }

            var inner = node with { From = $"{node.From}/{RunExportLayout.Items}/{item}", To = $"{node.To}/{RunExportLayout.Items}", Parent = step };
            if (await ReadAsync(inner, cancellationToken) is { } inItem)
            {
                return inItem;
            }
        }

        foreach (var visit in Below($"{node.From}/{RunExportLayout.Visits}"))
        {
            if (!int.TryParse(visit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 2 || node.Visit > 1)
            {
                return $"{node.From}/visits holds a folder that is no visit";
            }

            var later = node with { From = $"{node.From}/{RunExportLayout.Visits}/{visit}", To = string.Create(CultureInfo.InvariantCulture, $"{node.To}/{RunExportLayout.Visits}/{number}"), Visit = number };
            if (await ReadAsync(later, cancellationToken) is { } inVisit)
            {
                return inVisit;
            }
        }

        return null;
    }

    /// <summary>The step's own result. In a data directory it is a link to the last attempt's.</summary>
    private async Task<(ImportDocument? Result, string? Fault)> ResultAsync(ImportNode node, List<string> attempts, CancellationToken cancellationToken)
    {
        var own = await ImportDocument.ReadAsync(source, $"{node.From}/{RunExportLayout.Result}", cancellationToken);
        return own is { Document: null, Fault: null } && attempts.MaxBy(name => (name.Length, name)) is { } last
            ? await ImportDocument.ReadAsync(source, $"{node.From}/{RunExportLayout.Attempts}/{last}/{RunExportLayout.Result}", cancellationToken)
            : own;
    }

    private StepRun Create(ImportNode node, ImportDocument? result)
    {
        var ours = (result ?? ImportDocument.Empty).Ours;
        var step = new StepRun
        {
            Id = EntityId.New<StepRunId>(),
            RunId = run.Id,
            StepId = node.StepId,
            Name = ours.Text("name") ?? node.StepId,
            Position = node.Position,
            Visit = node.Visit,
            Agent = ours.Text("agent") ?? "unknown",
            Needs = ours.Texts("needs"),
            ItemIndex = node.Parent is null ? null : (int?)ours.Number("item_index") ?? _result.Steps.Count(s => s.ParentId == node.Parent.Id),
            Item = ours.Values.GetValueOrDefault("item"),
            ParentId = node.Parent?.Id,
        };
        step.ChosenBranch = ours.Text("chosen_branch");
        step.Verified = ours.Flag("verified");
        var (status, reason) = Status(node, result);
        var started = ours.Time("step_started_at", run.Now) ?? ours.Time("started_at", run.Now) ?? run.Created;
        var ended = ours.Time("step_ended_at", run.Now) ?? ours.Time("ended_at", run.Now) ?? started;
        if (status is not StepStatus.Skipped && (status is not StepStatus.Cancelled || ours.Text("step_started_at") is not null))
        {
            step.MoveTo(StepStatus.Running, null, started);
        }

        step.MoveTo(status, reason, ended < started ? started : ended);
        return step;
    }

    private (StepStatus Status, string? Reason) Status(ImportNode node, ImportDocument? result)
    {
        if (result is not null)
        {
            return ImportStatus.OfStep(result);
        }

        return _names.Any(name => name.StartsWith(node.From + "/", StringComparison.Ordinal))
            ? (StepStatus.Failed, "its result was not in the imported files")
            : (StepStatus.Skipped, "it had nothing in the imported files");
    }

    /// <summary>Names of the folders in a folder.</summary>
    private List<string> Below(string folder) =>
    [
        .. _names.Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(name => name[(folder.Length + 1)..].Split('/'))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static string Readable(string name) => string.Concat(name.Take(100).Select(letter => char.IsControl(letter) ? '?' : letter));

    [GeneratedRegex(@"^(?<position>[0-9]{1,4})_(?<id>[A-Za-z0-9][A-Za-z0-9._-]{0,99})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StepName();

    [GeneratedRegex("^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ItemName();
}
