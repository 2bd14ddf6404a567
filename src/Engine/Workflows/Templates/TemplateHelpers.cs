using System.Buffers;
using System.Collections;
using System.Globalization;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>The helpers of the template language (design/workflow-format.md, Templates).</summary>
internal static class TemplateHelpers
{
    /// <summary>Name in the model of the summaries of the last checkpoint of each step, by step id; null where there is none.</summary>
    public const string Checkpoints = "checkpoints";

    /// <summary>Name in the model of what was learned in the repository and accepted, by kind.</summary>
    public const string Learnings = "learnings";

    /// <summary>The kinds of learnings.</summary>
    public static IReadOnlyList<string> LearningKinds { get; } = ["bugs", "patterns", "anti_patterns"];

    /// <summary>Name in the model of the time that <c>date</c> prints: a text in RFC 3339.</summary>
    public const string Now = "now";

    private const int MostIndent = 40;

    private static readonly SearchValues<char> DateLetters = SearchValues.Create("yMdHms-:./T ");

    public static IReadOnlyDictionary<string, TemplateHelper> All { get; } = new TemplateHelper[]
    {
        new("json", HelperArgument.Any, 1, 1, "json value", a => PlainValue.ToJson(a[0])),
        new("default", HelperArgument.Any, 2, 2, "default value 'otherwise'", a => a[0] is null or "" ? a[1] : a[0]),
        new("upper", HelperArgument.Text, 1, 1, "upper text", a => Text(a[0]).ToUpperInvariant()),
        new("lower", HelperArgument.Text, 1, 1, "lower text", a => Text(a[0]).ToLowerInvariant()),
        new("trim", HelperArgument.Text, 1, 1, "trim text", a => Text(a[0]).Trim()),
        new("join", HelperArgument.List, 1, 2, "join list ', '", Join),
        new("indent", HelperArgument.Text, 2, 2, "indent text 4", Indent),
        new("eq", HelperArgument.Any, 2, 2, "eq a b", a => AreEqual(a[0], a[1])),
        new("ne", HelperArgument.Any, 2, 2, "ne a b", a => !AreEqual(a[0], a[1])),
        new("date", HelperArgument.Text, 0, 1, "date 'yyyy-MM-dd'", Date, Now),
        new("checkpoint", HelperArgument.StepId, 1, 1, "checkpoint 'step'", a => (a[0] as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault((string)a[1]!), Checkpoints),
        new("learning", HelperArgument.Learning, 1, 1, "learning 'patterns'", a => (a[0] as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault((string)a[1]!), Learnings),
        new("length", HelperArgument.Any, 1, 1, "length list", a => Length(a[0])),
        new("add", HelperArgument.Any, 2, 2, "add @index 1", Add),
    }.ToDictionary(h => h.Name, StringComparer.Ordinal);

    /// <summary>Handlebars has these; the format does not: they reach values by computed names or write to a console.</summary>
    public static IReadOnlySet<string> Refused { get; } = new HashSet<string>(StringComparer.Ordinal) { "lookup", "log" };

    public static IReadOnlySet<string> Blocks { get; } = new HashSet<string>(StringComparer.Ordinal) { "if", "unless", "each", "with" };

    /// <summary>Whether a word has a meaning of its own, so that no variable may have it.</summary>
    public static bool IsReserved(string name) => name is "this" or "else" or "true" or "false" or "null" or "and" or "or" or "not" or "in" or Checkpoints or Learnings or Now
        || All.ContainsKey(name) || Refused.Contains(name) || Blocks.Contains(name);

    /// <summary>How a plain value prints; null prints nothing.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new TemplateLimitException(DiagnosticCodes.NotText, "The template prints a list or a mapping; use 'join' or 'json'."),
    };

    /// <summary>The time of the model in UTC, in the letters y M d H m s.</summary>
    private static string Date(object?[] arguments)
    {
        var format = arguments.Length > 1 ? Text(arguments[1]) : "yyyy-MM-dd";
        if (format.Length is 0 or > 40 || format.AsSpan().ContainsAnyExcept(DateLetters) || !DateTimeOffset.TryParse(Text(arguments[0]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            throw new TemplateLimitException(DiagnosticCodes.TemplateHelper, "'date' takes a format of the letters y, M, d, H, m and s, such as 'yyyy-MM-dd HH:mm'.");
        }

        // one letter alone would be a format of .NET's own
        return time.UtcDateTime.ToString(format.Length == 1 ? "%" + format : format, CultureInfo.InvariantCulture);
    }

    private static string Join(object?[] arguments) => arguments[0] switch
    {
        null => "",
        IEnumerable items and not string => string.Join(arguments.Length > 1 ? Text(arguments[1]) : ", ", items.Cast<object?>().Select(Text)),
        _ => throw new TemplateLimitException(DiagnosticCodes.TemplateHelper, "'join' takes a list."),
    };

    private static long Length(object? value) => value switch
    {
        null => 0,
        string text => text.Length,
        IReadOnlyCollection<KeyValuePair<string, object?>> names => names.Count,
        IEnumerable items => items.Cast<object?>().LongCount(),
        _ => throw new TemplateLimitException(DiagnosticCodes.TemplateHelper, "'length' takes a text, a list or a mapping."),
    };

    /// <summary>Whole numbers only: it counts, as in a list that begins at 1.</summary>
    private static object? Add(object?[] arguments) =>
        arguments is [int or long, int or long]
            ? unchecked(Convert.ToInt64(arguments[0], CultureInfo.InvariantCulture) + Convert.ToInt64(arguments[1], CultureInfo.InvariantCulture))
            : throw new TemplateLimitException(DiagnosticCodes.TemplateHelper, "'add' takes two whole numbers.");

    /// <summary>Indents every line but the first: the first stands where the expression does.</summary>
    private static string Indent(object?[] arguments)
    {
        if (arguments[1] is not IConvertible number || !int.TryParse(Text(number), CultureInfo.InvariantCulture, out var spaces) || spaces is < 0 or > MostIndent)
        {
            throw new TemplateLimitException(DiagnosticCodes.TemplateHelper, $"'indent' takes a number of spaces from 0 to {MostIndent}.");
        }

        var text = Text(arguments[0]);
        var lines = text.AsSpan().Count('\n');
        RenderBudget.Current.ChargeText(text.Length + ((long)lines * spaces));
        return text.Replace("\n", "\n" + new string(' ', spaces), StringComparison.Ordinal);
    }

    /// <summary>Numbers are equal by value whatever their width; different kinds are never equal.</summary>
    private static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
        (bool a, bool b) => a == b,
        (int or long or double, int or long or double) =>
            Convert.ToDouble(left, CultureInfo.InvariantCulture).Equals(Convert.ToDouble(right, CultureInfo.InvariantCulture)),
        _ => false,
    };
}
