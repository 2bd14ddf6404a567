using System.Globalization;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>Checks what stands between braces: names against their shapes, helpers against what they take.</summary>
internal sealed partial class TemplateExpression(TemplateScanner scanner, TemplateCursor cursor, TemplateScope scope, int nesting)
{
    private static readonly string[] LoopNames = ["@index", "@key", "@first", "@last"];

    /// <summary><c>{{path}}</c> or <c>{{helper argument}}</c>.</summary>
    public void Output()
    {
        var at = cursor.TokenAt;
        if (cursor.AtEnd)
        {
            throw scanner.Syntax(at, "An expression is empty; write a name between '{{' and '}}'.");
        }

        if (cursor.Peek is '"' or '\'' or '(')
        {
            throw scanner.Syntax(at, "An expression begins with a name or a helper.");
        }

        var word = Word();
        if (!cursor.AtEnd || TemplateHelpers.All.ContainsKey(word))
        {
            Printable(Call(word, at), at, word);
            return;
        }

        if (IsLiteral(word))
        {
            throw scanner.Syntax(at, $"{Wording.Quote(word)} stands alone; write a name, or the text itself without braces.");
        }

        Printable(Path(word, at), at, word);
    }

    /// <summary>The one argument of a block.</summary>
    public TemplateShape BlockArgument(string block)
    {
        var at = cursor.TokenAt;
        if (cursor.AtEnd)
        {
            throw scanner.Syntax(at, $"'#{block}' needs a value.");
        }

        var shape = Argument();
        if (!cursor.AtEnd)
        {
            throw scanner.Syntax(cursor.At, $"'#{block}' takes one value; put a helper call in parentheses, as in {{{{#{block} (eq a b)}}}}.");
        }

        return shape;
    }

    private TemplateShape Argument()
    {
        var peek = cursor.Peek;
        var at = cursor.TokenAt;
        switch (peek)
        {
            case '"' or '\'':
                cursor.TakeString();
                return TemplateShape.Scalar;
            case '(':
                if (nesting >= PromptTemplate.MaxNesting)
                {
                    throw scanner.TooDeep(at);
                }

                cursor.TryTake('(');
                var inner = new TemplateExpression(scanner, cursor, scope, nesting + 1);
                var callAt = cursor.TokenAt;
                var result = inner.Call(inner.Word(), callAt);
                return cursor.TryTake(')') ? result : throw scanner.Syntax(cursor.At, "A ')' is missing.");
            default:
                var word = Word();
                return word is "null" ? TemplateShape.Unknown : IsLiteral(word) ? TemplateShape.Scalar : Path(word, at);
        }
    }

    private string Word()
    {
        var at = cursor.TokenAt;
        var word = cursor.TakeWord();
        return word.Length > 0 ? word
            : cursor.AtEnd ? throw scanner.Syntax(at, "The expression ends too early.")
            : throw scanner.Syntax(at, $"The character {Wording.Quote(cursor.Peek.ToString())} is not allowed in an expression.");
    }

    private TemplateShape Call(string name, int at)
    {
        if (!TemplateHelpers.All.TryGetValue(name, out var helper))
        {
            scanner.Fault(at, DiagnosticCodes.TemplateHelper, UnknownHelper(name));
            while (cursor.Peek is not ('\0' or ')'))
            {
                Argument();
            }

            return TemplateShape.Anything;
        }

        Inject(helper, at);
        var shapes = new List<TemplateShape>();
        while (cursor.Peek is not ('\0' or ')'))
        {
            shapes.Add(Argument());
        }

        if (shapes.Count < helper.Least || shapes.Count > helper.Most)
        {
            scanner.Fault(at, DiagnosticCodes.TemplateHelper, $"'{name}' is a helper and is written as {{{{{helper.Usage}}}}}; here it has {shapes.Count} {(shapes.Count == 1 ? "argument" : "arguments")}.");
        }
        else if (shapes.Count > 0 && helper.First == HelperArgument.Text && shapes[0] is ObjectShape or ListShape)
        {
            scanner.Fault(at, DiagnosticCodes.TemplateHelper, $"'{name}' takes a text, and this is a {(shapes[0] is ListShape ? "list" : "mapping")}.");
        }
        else if (helper.First == HelperArgument.List && (shapes[0] is ObjectShape || shapes[0] == TemplateShape.Scalar))
        {
            scanner.Fault(at, DiagnosticCodes.TemplateHelper, $"'{name}' takes a list, and this is {(shapes[0] is ObjectShape ? "a mapping" : "one value")}.");
        }

        return name is "default" ? TemplateShape.Merge(shapes) : TemplateShape.Scalar;
    }

    /// <summary>Gives a helper what it needs of the model, and checks the step or the kind that it names.</summary>
    private void Inject(TemplateHelper helper, int at)
    {
        if (helper.Injects is not { } name)
        {
            return;
        }

        TemplateShape? shape = null;
        if (scanner.Root is ObjectShape root && !root.TryFind(name, out shape))
        {
            scanner.Fault(at, DiagnosticCodes.TemplateHelper, $"'{helper.Name}' cannot be used here.");
        }

        if (helper.First is HelperArgument.StepId or HelperArgument.Learning)
        {
            var stepAt = cursor.TokenAt;
            if (cursor.Peek is not ('"' or '\''))
            {
                throw scanner.Syntax(stepAt, $"'{helper.Name}' takes {(helper.First == HelperArgument.StepId ? "the id of a step" : "a kind of learnings")} in quotes, as in {{{{{helper.Usage}}}}}.");
            }

            var step = cursor.PeekString();
            // which steps there are is known before a run; in a run, a step without a checkpoint yet is simply not in the model
            if (shape is ObjectShape { Explain: not null } known && !known.TryFind(step, out _))
            {
                var (code, message) = known.Missing(step);
                scanner.Fault(stepAt, code, message);
            }
        }

        scanner.Replace(cursor.TokenAt, cursor.TokenAt, $" @root.{name} ");
    }

    private static string UnknownHelper(string name) =>
        TemplateHelpers.Refused.Contains(name) ? $"The helper '{name}' is not allowed; name the value itself."
        : TemplateHelpers.Blocks.Contains(name) ? $"'{name}' is a block and is written as {{{{#{name} value}}}} ... {{{{/{name}}}}}."
        : $"There is no helper {Wording.Quote(name)}{Wording.Hint(name, TemplateHelpers.All.Keys, "helpers")}";

    private void Printable(TemplateShape shape, int at, string word)
    {
        if (shape is ObjectShape or ListShape)
        {
            scanner.Fault(at, DiagnosticCodes.NotText, $"{Wording.Quote(word)} is a {(shape is ListShape ? "list; use 'join', 'json' or '#each'" : "mapping; name one of its values, or use 'json'")}.");
        }
    }

    private TemplateShape Path(string word, int at)
    {
        scanner.Reference(word, at);
        if (!IsPlainPath(word) && !PathForm().IsMatch(word))
        {
            throw scanner.Syntax(at, $"{Wording.Quote(word)} is not a name; names are joined by dots, as in 'inputs.issue'.");
        }

        if (word[0] == '@')
        {
            return Special(word, at);
        }

        if (TemplateHelpers.All.ContainsKey(word) || TemplateHelpers.Refused.Contains(word) || TemplateHelpers.Blocks.Contains(word))
        {
            scanner.Fault(at, DiagnosticCodes.TemplateHelper, $"'{word}' is a helper; write 'this.{word}' for a value of that name.");
            return TemplateShape.Anything;
        }

        var from = scope;
        while (word.StartsWith("..", StringComparison.Ordinal))
        {
            if (from.Parent is null)
            {
                scanner.Fault(at, DiagnosticCodes.UnknownName, "'../' leads above what is known here; '@root' is the top.");
                return TemplateShape.Anything;
            }

            from = from.Parent;
            word = word.Length > 3 ? word[3..] : "";
        }

        word = word is "." or "this" ? "" : word.StartsWith("./", StringComparison.Ordinal) ? word[2..]
            : word.StartsWith("this.", StringComparison.Ordinal) ? word[5..] : word;
        return Descend(from.This, word, at);
    }

    private TemplateShape Special(string word, int at)
    {
        if (word is "@root" || word.StartsWith("@root.", StringComparison.Ordinal))
        {
            return Descend(scanner.Root, word is "@root" ? "" : word[6..], at);
        }

        if (!LoopNames.Contains(word, StringComparer.Ordinal) || !scope.InLoop)
        {
            scanner.Fault(at, DiagnosticCodes.UnknownName, LoopNames.Contains(word, StringComparer.Ordinal)
                ? $"'{word}' exists inside '#each' only."
                : $"There is no {Wording.Quote(word)}; there are @index, @key, @first, @last in '#each', and @root.");
        }

        return TemplateShape.Scalar;
    }

    private TemplateShape Descend(TemplateShape shape, string path, int at)
    {
        var done = "";
        foreach (var name in path.Length == 0 ? [] : path.Split('.'))
        {
            if (shape == TemplateShape.Anything)
            {
                return shape;
            }

            if (shape is not ObjectShape known)
            {
                scanner.Fault(at, DiagnosticCodes.UnknownName, $"The template uses '{name}' of {Wording.Quote(done.Length == 0 ? "this" : done)}, which is {(shape is ListShape ? "a list" : "a plain value")} and has no names in it.");
                return TemplateShape.Anything;
            }

            if (!known.TryFind(name, out var next))
            {
                var (code, message) = known.Missing(name);
                scanner.Fault(at, code, message);
                return TemplateShape.Anything;
            }

            shape = next;
            done = done.Length == 0 ? name : $"{done}.{name}";
        }

        return shape;
    }

    /// <summary>Names joined by dots, which nearly every path is; the pattern knows the other forms.</summary>
    private static bool IsPlainPath(ReadOnlySpan<char> word)
    {
        var begins = true;
        foreach (var c in word)
        {
            if (!(char.IsAsciiLetter(c) || c == '_' || (!begins && (char.IsAsciiDigit(c) || c is '-' or '.'))))
            {
                return false;
            }

            begins = c == '.';
        }

        return !begins;
    }

    private static bool IsLiteral(string word) =>
        word is "true" or "false" or "null" || int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^(@[a-z]+(\.[A-Za-z_][A-Za-z0-9_-]*)*|(\.\./)*\.\.|((\.\./)*|\./)([A-Za-z_][A-Za-z0-9_-]*)(\.[A-Za-z_][A-Za-z0-9_-]*)*|\.)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathForm();
}
