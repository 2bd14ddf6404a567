using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Files;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Keeps the secrets of an attempt out of everything that is kept of it (design/security.md): what its agent said, its prompt, its raw files.</summary>
/// <param name="values">The values.</param>
/// <param name="fault">Why the value of one cannot be told any more; null: all are told.</param>
internal sealed class AttemptSecrecy(IReadOnlyList<string> values, string? fault = null)
{
    private readonly SecretMasker _masker = values.Count == 0 ? SecretMasker.None : SecretMasker.Create(values);

    /// <summary>Of an attempt whose secrets have these names, with the values that those have or had.</summary>
    public static AttemptSecrecy Of(IReadOnlyList<string> names, ISecretCatalog catalog) => new(
        StepSecrets.ValuesOf(names, catalog),
        names.FirstOrDefault(n => catalog.ValuesToMask(n).Count == 0) is { } gone ? $"The secrets could not be taken out of the files of an attempt, which are shown to nobody: {catalog.Resolve(gone).Fault}" : null);

    /// <summary>Whether nobody knows any more what has to be masked.</summary>
    public bool IsUntold => fault is not null;

    /// <summary>Whether the prompt of an attempt was masked: it is, before a record is written beside a log.</summary>
    public static bool IsPromptSealed(string directory) => Array.Exists(Logs(directory), MaskRecord.IsBeside);

    /// <summary>A text as it may be kept.</summary>
    public string Mask(string text) => _masker.IsEmpty ? text : _masker.MaskText(text);

    /// <summary>A result as it may be kept.</summary>
    public AgentResult Mask(AgentResult result) => _masker.IsEmpty ? result : result with
    {
        OutputText = MaskOrNull(result.OutputText),
        FinalText = MaskOrNull(result.FinalText),
        Structured = (IReadOnlyDictionary<string, object?>?)MaskValue(result.Structured),
        Error = result.Error is { } error ? error with { Message = Mask(error.Message) } : null,
        ToolCalls = [.. result.ToolCalls.Select(c => c with { Input = Mask(c.Input) })],
        PermissionDenials = [.. result.PermissionDenials.Select(Mask)],
        Warnings = [.. result.Warnings.Select(Mask)],
    };

    /// <summary>What its proof said, as it may be kept.</summary>
    public VerifyResult? Mask(VerifyResult? verified) => verified is null || _masker.IsEmpty ? verified : verified with { Fault = MaskOrNull(verified.Fault) };

    /// <summary>Takes the secrets out of the files of an attempt that has ended. What was done before is done no second time.</summary>
    /// <returns>Null when done; else the sentence that says what could not be.</returns>
    public async Task<string?> SealAsync(string directory, CancellationToken cancellationToken)
    {
        if (fault is not null && !IsSealed(directory))
        {
            return fault;
        }

        if (_masker.IsEmpty && fault is null)
        {
            return null;
        }

        if (fault is null)
        {
            // First: whoever finds the record of the log takes the prompt for masked, too.
            await SealPromptAsync(directory, cancellationToken);
        }

        var sealing = await RawFileSealer.SealAsync(directory, _masker, cancellationToken);
        foreach (var folder in (string[])[AttemptVerifier.BaseFolderOf(directory), AttemptVerifier.FolderOf(directory)])
        {
            if (sealing.IsSealed && Directory.Exists(folder))
            {
                sealing = await RawFileSealer.SealAsync(folder, _masker, cancellationToken);
            }
        }

        return sealing.Fault;
    }

    private async Task SealPromptAsync(string directory, CancellationToken cancellationToken)
    {
        var prompt = Path.Combine(directory, "prompt.md");
        await using var file = UntrustedFile.TryOpen(prompt);
        if (file is not null)
        {
            using var reader = new StreamReader(file, Encoding.UTF8);
            var text = await reader.ReadToEndAsync(cancellationToken);
            if (Mask(text) is var masked && !string.Equals(masked, text, StringComparison.Ordinal))
            {
                await PrivateFiles.WriteAsync(prompt, masked, cancellationToken);
            }
        }
    }

    /// <summary>Whether nothing that is there is left to be masked.</summary>
    private static bool IsSealed(string directory) =>
        Logs(directory).Where(Path.Exists).All(MaskRecord.IsBeside) && (IsPromptSealed(directory) || !Path.Exists(Path.Combine(directory, "prompt.md")));

    private static string[] Logs(string directory) => [Path.Combine(directory, "stdout.log"), Path.Combine(directory, "stderr.log")];

    private string? MaskOrNull(string? text) => text is null ? null : Mask(text);

    private object? MaskValue(object? value) => value switch
    {
        string text => Mask(text),
        IReadOnlyDictionary<string, object?> names => names.ToDictionary(n => Mask(n.Key), n => MaskValue(n.Value), StringComparer.Ordinal),
        IReadOnlyList<object?> items => items.Select(MaskValue).ToList(),
        _ => value,
    };
}
