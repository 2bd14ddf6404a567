using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Files;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>Reads what the agent of an attempt was asked, as it may be shown (design/security.md: secrets are masked at every door).</summary>
public sealed class AttemptPrompts(ISecretCatalog secrets)
{
    /// <summary>Characters of a prompt that are read; what is behind them is left out, with an ellipsis.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxBytes = 1024 * 1024;

    // The longest form of a secret that the end of what was read could have cut in two
    private const int Margin = 32 * 1024;

    /// <summary>The prompt, masked; null when there is none, it lies on another machine, or a secret that it may hold cannot be told any more.</summary>
    public async Task<string?> ReadAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);

        // Soon after an attempt has ended its file is masked itself; until then it needs every value.
        var secrecy = AttemptSecrecy.Of(attempt.SecretNames, secrets);
        if (secrecy.IsUntold && (attempt.EndedAt is null || !AttemptSecrecy.IsPromptSealed(attempt.Directory)))
        {
            return null;
        }

        await using var file = UntrustedFile.TryOpen(Path.Combine(attempt.Directory, "prompt.md"));
        if (file is null)
        {
            return null;
        }

        var isCut = file.Length > MaxBytes;
        var bytes = new byte[(int)Math.Min(file.Length, MaxBytes)];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var text = secrecy.Mask(Encoding.UTF8.GetString(bytes, 0, read));
        return PlainText.Cut(isCut ? text[..Math.Max(0, text.Length - Margin)] : text, MaxLength);
    }
}
