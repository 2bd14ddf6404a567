using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>
/// Prompt and environment templates (design/workflow-format.md, Templates): scanned by our own scanner, then rendered by
/// Handlebars in strict mode without HTML escaping. Thread-safe.
/// </summary>
public static class PromptTemplate
{
    /// <summary>Longest template, in bytes of UTF-8.</summary>
    public const int MaxTemplateBytes = 64 * 1024;

    /// <summary>Most expressions in one template; compiling more of them takes seconds.</summary>
    public const int MaxExpressions = 2_000;

    /// <summary>Most blocks and subexpressions inside one another.</summary>
    public const int MaxNesting = 32;

    private static readonly TemplateCompiler Compiler = new();

    /// <summary>Finds every name and every fault of form; which names exist is not checked.</summary>
    public static TemplateScan Scan(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var scanned = TemplateScanner.Scan(template, TemplateShape.Anything);
        return new TemplateScan(scanned.References, scanned.Faults);
    }

    /// <summary>
    /// Renders. A name that the model lacks is a fault, also in a branch that would not be taken. Output is at most 1 MiB,
    /// loops run at most 10,000 times together.
    /// </summary>
    /// <param name="template">The template, at most 64 KiB.</param>
    /// <param name="model">Plain values: string, bool, long, double, null, list, dictionary (<see cref="PlainValue"/>).</param>
    /// <exception cref="ArgumentException">The model holds something else than plain values.</exception>
    public static TemplateResult Render(string template, IReadOnlyDictionary<string, object?> model)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(model);
        var scanned = TemplateScanner.Scan(template, ModelShape.Of(model));
        if (scanned.Faults.Count > 0)
        {
            return new TemplateResult(null, scanned.Faults[0]);
        }

        var budget = RenderBudget.Begin();
        try
        {
            using var writer = new CappedWriter(budget);
            Compiler.Compile(scanned.Compilable)(writer, model);
            return new TemplateResult(writer.ToString(), null);
        }
        catch (Exception fault) when (Limit(fault) is not null)
        {
            var limit = Limit(fault)!;
            return Failed(template, budget.LoopOffset, limit.Code, limit.Message);
        }
        catch (HandlebarsUndefinedBindingException fault)
        {
            // every name was checked; what is left is an entry of a list that lacks what others have
            var name = scanned.References.FirstOrDefault(r => r.Path.EndsWith(fault.MissingKey ?? "", StringComparison.Ordinal));
            return Failed(template, name?.Offset ?? budget.LoopOffset, DiagnosticCodes.UnknownName, $"The template uses {Wording.Quote(name?.Path ?? fault.MissingKey ?? "")}, which an entry of the list does not have.");
        }
        catch (HandlebarsException fault)
        {
            return Failed(template, budget.LoopOffset, DiagnosticCodes.TemplateSyntax, $"The template cannot be rendered: {Wording.Quote(fault.Message)}.");
        }
        finally
        {
            RenderBudget.End();
        }
    }

    private static TemplateResult Failed(string template, int offset, string code, string message)
    {
        var (line, column) = new SourceText(template).Position(offset);
        return new TemplateResult(null, new TemplateFault(code, message, offset, line, column));
    }

    /// <summary>Handlebars may wrap what a helper throws.</summary>
    private static TemplateLimitException? Limit(Exception? fault)
    {
        while (fault is not null and not TemplateLimitException)
        {
            fault = fault.InnerException;
        }

        return (TemplateLimitException?)fault;
    }
}
