using System.Collections;
using System.Globalization;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>
/// What one render may still spend. Handlebars has no cancellation and no limits, so loops and helpers charge here
/// before they work. A render is synchronous, so the budget belongs to its thread.
/// </summary>
internal sealed class RenderBudget
{
    public const int MaxOutputBytes = 1024 * 1024;
    public const int MaxIterations = 10_000;
    private const long MaxHelperText = 16L * 1024 * 1024;

    [ThreadStatic]
    private static RenderBudget? current;

    private int iterations = MaxIterations;
    private long helperText = MaxHelperText;
    private int output = MaxOutputBytes;

    public static RenderBudget Current => current ?? throw new InvalidOperationException("No template is being rendered on this thread.");

    /// <summary>Offset in the template of the loop that was started last; a limit is reported there.</summary>
    public int LoopOffset { get; private set; }

    public static RenderBudget Begin() => current = new RenderBudget();

    public static void End() => current = null;

    public void ChargeLoop(int offset, object? items)
    {
        LoopOffset = offset;
        iterations -= items switch
        {
            ICollection many => many.Count,
            IReadOnlyCollection<object?> many => many.Count,
            IReadOnlyCollection<KeyValuePair<string, object?>> many => many.Count,
            _ => 0,
        };
        if (iterations < 0)
        {
            throw new TemplateLimitException(DiagnosticCodes.TemplateLimit, string.Create(CultureInfo.InvariantCulture, $"The template's loops run more than {MaxIterations:N0} times."));
        }
    }

    public void ChargeText(long length)
    {
        helperText -= length;
        if (helperText < 0)
        {
            throw new TemplateLimitException(DiagnosticCodes.TemplateLimit, "The template's helpers produce more than 16 MiB of text.");
        }
    }

    public void ChargeOutput(int bytes)
    {
        output -= bytes;
        if (output < 0)
        {
            throw new TemplateLimitException(DiagnosticCodes.TemplateLimit, "The rendered text is larger than 1 MiB.");
        }
    }
}
