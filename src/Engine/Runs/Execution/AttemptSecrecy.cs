using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Files;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Keeps the secrets of an attempt out of everything that is kept of it (design/security.md): what its agent said, its prompt, its raw files.</summary>
internal sealed class AttemptSecrecy(IReadOnlyList<string> values)
{
    private readonly SecretMasker _masker = values.Count == 0 ? SecretMasker.None : SecretMasker.Create(values);

    /// <summary>Of an attempt whose secrets have these names, with the values that those have now.</summary>
    public static AttemptSecrecy Of(IReadOnlyList<string> names, ISecretCatalog catalog) => new(StepSecrets.ValuesOf(names, catalog));

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
        if (_masker.IsEmpty)
        {
            return null;
        }

        var sealing = await RawFileSealer.SealAsync(directory, _masker, cancellationToken);
        foreach (var folder in (string[])[AttemptVerifier.BaseFolderOf(directory), AttemptVerifier.FolderOf(directory)])
        {
            if (sealing.IsSealed && Directory.Exists(folder))
            {
                sealing = await RawFileSealer.SealAsync(folder, _masker, cancellationToken);
            }
        }

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

        return sealing.Fault;
    }

    private string? MaskOrNull(string? text) => text is null ? null : Mask(text);

    private object? MaskValue(object? value) => value switch
    {
        string text => Mask(text),
        IReadOnlyDictionary<string, object?> names => names.ToDictionary(n => Mask(n.Key), n => MaskValue(n.Value), StringComparer.Ordinal),
        IReadOnlyList<object?> items => items.Select(MaskValue).ToList(),
        _ => value,
    };
}
