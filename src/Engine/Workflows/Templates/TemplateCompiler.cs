using System.Globalization;
using HandlebarsDotNet;
using HandlebarsDotNet.IO;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>Handlebars set up for prompts, and the templates compiled last.</summary>
internal sealed class TemplateCompiler
{
    /// <summary>Name of the helper that charges a loop; the scanner refuses it in a template as it does every unknown name.</summary>
    public const string LoopHelper = "signalbox_loop";

    /// <summary>Name of the helper that prints closing braces that directly follow an expression.</summary>
    public const string BraceHelper = "signalbox_brace";

    private const int Capacity = 128;

    private readonly Lock gate = new();
    private readonly Dictionary<string, HandlebarsTemplate<TextWriter, object, object>> compiled = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly IHandlebars handlebars;

    public TemplateCompiler()
    {
        var configuration = new HandlebarsConfiguration
        {
            ThrowOnUnresolvedBindingExpression = true,
            NoEscape = true,
            FormatProvider = CultureInfo.InvariantCulture,
        };
        configuration.FormatterProviders.Add(new PlainFormatter());
        handlebars = Handlebars.Create(configuration);
        foreach (var helper in TemplateHelpers.All.Values)
        {
            handlebars.RegisterHelper(helper.Name, (Context _, Arguments arguments) => Call(helper, [.. arguments]));
        }

        handlebars.RegisterHelper(LoopHelper, (Context _, Arguments arguments) =>
        {
            RenderBudget.Current.ChargeLoop((int)arguments[0]!, arguments[1]);
            return arguments[1];
        });
        handlebars.RegisterHelper(BraceHelper, (Context _, Arguments arguments) => new string('}', (int)arguments[0]!));
    }

    /// <summary>Compiles, or finds compiled. The oldest goes when there are too many.</summary>
    public HandlebarsTemplate<TextWriter, object, object> Compile(string template)
    {
        lock (gate)
        {
            if (compiled.TryGetValue(template, out var known))
            {
                return known;
            }

            using var reader = new StringReader(template);
            var fresh = handlebars.Compile(reader);
            if (order.Count == Capacity)
            {
                compiled.Remove(order.Dequeue());
            }

            order.Enqueue(template);
            compiled.Add(template, fresh);
            return fresh;
        }
    }

    private static object? Call(TemplateHelper helper, object?[] arguments)
    {
        // charged before and after: what goes in is copied too, and a result may be larger than it
        RenderBudget.Current.ChargeText(arguments.Sum(a => (long)((a as string)?.Length ?? 0)));
        var result = helper.Call(arguments);
        RenderBudget.Current.ChargeText((result as string)?.Length ?? 0);
        return result;
    }

    /// <summary>Prints values as <see cref="TemplateHelpers.Text"/> does: booleans in lower case, no .NET type names.</summary>
    private sealed class PlainFormatter : IFormatterProvider, IFormatter
    {
        public bool TryCreateFormatter(Type type, out IFormatter formatter)
        {
            formatter = this;
            return type != typeof(string) && type.Namespace?.StartsWith("HandlebarsDotNet", StringComparison.Ordinal) != true;
        }

        public void Format<T>(T value, in EncodedTextWriter writer) => writer.Write(TemplateHelpers.Text(value), encode: false);
    }
}
