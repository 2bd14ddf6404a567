using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs.Export;

/// <summary>Reads the attempts of a step: <c>attempts/N/</c>, or the step's own files as its only one.</summary>
internal sealed class ImportAttemptReader(ImportSource source, ImportTarget run, HashSet<string> names, ImportedSteps result)
{
    private const int MaxAttempts = 1000;
    private static readonly string[] Files = [RunExportLayout.Stdout, RunExportLayout.Stderr, RunExportLayout.Prompt];

    /// <summary>Adds the attempts and the outputs of a step.</summary>
    /// <returns>Null when done; else the first fault.</returns>
    public async Task<string?> ReadAsync(ImportNode node, StepRun step, ImportDocument? own, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        if (folders.FirstOrDefault(folder => !IsNumber(folder)) is not null)
        {
            return $"{node.From}/attempts holds a folder that is no attempt";
        }

        var numbers = folders.Select(folder => int.Parse(folder, CultureInfo.InvariantCulture)).Order().ToList();
        if (numbers.Count == 0 && (own is null ? HasFiles(node.From) : step.Status != StepStatus.Skipped && HasAttempt(node, own)))
        {
            numbers.Add(Math.Max(1, (int)Math.Clamp((own ?? ImportDocument.Empty).Ours.Number("attempt") ?? 1, 1, MaxAttempts)));
        }

        foreach (var number in numbers)
        {
            var isLast = number == numbers[^1];
            var folder = RunExportLayout.Attempt(node.From, number);
            var (document, fault) = await ImportDocument.ReadAsync(source, $"{folder}/{RunExportLayout.Result}", cancellationToken);
            if (fault is not null)
            {
                return fault;
            }

            document ??= isLast ? own : null;
            var to = RunExportLayout.Attempt(node.To, number);
            Copy(isLast ? [folder, node.From] : [folder], to, document);
            result.Attempts.Add(await CreateAsync(step, number, to, document ?? ImportDocument.Empty, cancellationToken));
        }

        if (own is not null)
        {
            step.Outputs = Outputs(node, own, numbers.Count == 0 ? null : RunExportLayout.Attempt(node.To, numbers[^1]));
        }

        return null;
    }

    private static bool IsNumber(string folder) =>
        int.TryParse(folder, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MaxAttempts && folder[0] != '0';

    /// <summary>Whether a result is that of an attempt: a step that waited for a person has one too.</summary>
    private bool HasAttempt(ImportNode node, ImportDocument own) =>
        own.Ours.Values.Count == 0 || own.Ours.Number("attempt") is not null || HasFiles(node.From);

    private bool HasFiles(string folder) => Array.Exists(Files, name => names.Contains($"{folder}/{name}"));

    /// <summary>From the first folder that has a file; a log that only the document has is written from there.</summary>
    private void Copy(string[] folders, string to, ImportDocument? document)
    {
        foreach (var name in Files)
        {
            if (Array.Find(folders, folder => names.Contains($"{folder}/{name}")) is { } folder)
            {
                result.Copies.Add(($"{folder}/{name}", $"{to}/{name}"));
            }
            else if (name is not RunExportLayout.Prompt)
            {
                result.Texts.Add(($"{to}/{name}", document?.Text(Path.GetFileNameWithoutExtension(name)) ?? ""));
            }
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var outputs = $"{folder}/{RunExportLayout.Outputs}/";
            foreach (var name in names.Where(name => name.StartsWith(outputs, StringComparison.Ordinal) && taken.Add(name[outputs.Length..])))
            {
                result.Copies.Add((name, $"{to}/{RunExportLayout.Outputs}/{name[outputs.Length..]}"));
            }
        }
    }

    private async Task<Attempt> CreateAsync(StepRun step, int number, string to, ImportDocument document, CancellationToken cancellationToken)
    {
        var ours = document.Ours;
        var started = ours.Time("started_at", run.Now) ?? step.StartedAt ?? run.Created;
        var ended = ours.Time("ended_at", run.Now) ?? started;
        var prompt = result.Copies.Find(copy => string.Equals(copy.To, $"{to}/{RunExportLayout.Prompt}", StringComparison.Ordinal)).From;
        var (text, _) = prompt is null ? (null, null) : await ImportDocument.ReadTextAsync(source, prompt, cancellationToken);
        var error = ours.Child("error");
        var attempt = new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = step.Id,
            RunId = run.Id,
            Number = number,
            Agent = ours.Text("attempt_agent") ?? step.Agent,
            Model = ours.Text("model"),
            Directory = Path.Combine(run.Directory, to),
            PromptHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text ?? ""))),
            SessionId = ours.Text("session_id"),
            ExitCode = (int?)ours.Number("exit_code"),
            FinalText = ours.Text("final_text"),
            Error = error.Text("message") is { } message ? new AgentError(error.Text("code") ?? "imported", message, error.Flag("retryable") ?? false) : null,
            Usage = ours.Child("usage") is { Values.Count: > 0 } usage ? Usage(usage) : null,
            StartedAt = started,
        };
        attempt.End(ImportStatus.OfAttempt(document), ended < started ? started : ended);
        return attempt;
    }

    private static AgentUsage Usage(ImportDocument usage) => new()
    {
        InputTokens = usage.Number("input_tokens"),
        OutputTokens = usage.Number("output_tokens"),
        CacheReadTokens = usage.Number("cache_read_tokens"),
        CacheCreationTokens = usage.Number("cache_creation_tokens"),
        CostUsd = usage.Money("cost_usd"),
        CostEstimated = usage.Flag("cost_estimated") ?? false,
        PremiumRequests = usage.Money("premium_requests"),
        Turns = (int?)usage.Number("turns"),
        DurationMs = usage.Number("duration_ms"),
    };

    /// <summary>Spec 1: "Key -> Content or FilePath". A text that names a file of the step's outputs is that file.</summary>
    private Dictionary<string, object?> Outputs(ImportNode node, ImportDocument own, string? attempt)
    {
        var outputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in own.Child("outputs").Values)
        {
            outputs[name] = attempt is not null && value is string text && FileOf(node, text, attempt) is { } file ? file : value;
        }

        return outputs;
    }

    private string? FileOf(ImportNode node, string text, string attempt)
    {
        if (text.Length is 0 or > 2048 || text.Contains('\n', StringComparison.Ordinal))
        {
            return null;
        }

        // Relative to the task, to the step or to its outputs, or absolute on the machine that it comes from.
        var path = text.Replace('\\', '/');
        var marker = $"/{RunExportLayout.Outputs}/";
        var at = path.LastIndexOf(marker, StringComparison.Ordinal);
        var rest = at >= 0 ? path[(at + marker.Length)..] : path.StartsWith(marker[1..], StringComparison.Ordinal) ? path[(marker.Length - 1)..] : path;
        var file = $"{attempt}/{RunExportLayout.Outputs}/{rest}";
        return result.Copies.Exists(copy => string.Equals(copy.To, file, StringComparison.Ordinal)) ? file : null;
    }
}
