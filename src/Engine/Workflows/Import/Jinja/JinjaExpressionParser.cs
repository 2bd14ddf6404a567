namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>
/// Reads an expression: names, literals, the filters that are translated, <c>not and or</c>, comparisons, <c>in</c> and <c>is defined</c>.
/// Whatever else Jinja2 has is refused at its place.
/// </summary>
internal sealed class JinjaExpressionParser
{
    private const int MaxDepth = 24;

    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private static readonly Dictionary<string, (string Name, int Least, int Most)> Filters = new(StringComparer.Ordinal)
    {
        ["default"] = ("default", 1, 2),
        ["d"] = ("default", 1, 2),
        ["upper"] = ("upper", 0, 0),
        ["lower"] = ("lower", 0, 0),
        ["trim"] = ("trim", 0, 0),
        ["join"] = ("join", 0, 1),
        ["length"] = ("length", 0, 0),
        ["count"] = ("length", 0, 0),
        ["tojson"] = ("json", 0, 0),
    };

    private readonly List<JinjaToken> tokens;
    private int at;
    private int depth;

    private JinjaExpressionParser(List<JinjaToken> tokens) => this.tokens = tokens;

    private JinjaToken Next => tokens[at];

    /// <summary>The expression in a part of a text.</summary>
    /// <exception cref="JinjaFaultException">It is not one that is translated.</exception>
    public static JinjaExpression Parse(string text, int start, int end)
    {
        var parser = new JinjaExpressionParser(JinjaLexer.Read(text, start, end));
        if (parser.Next.Kind == JinjaTokenKind.End)
        {
            throw new JinjaFaultException(start, "The expression is empty.");
        }

        var expression = parser.Or();
        return parser.Next.Kind == JinjaTokenKind.End ? expression : throw parser.Unexpected();
    }

    private JinjaExpression Or() => Chain(isAnd: false, "or", "||", And);

    private JinjaExpression And() => Chain(isAnd: true, "and", "&&", Not);

    private JinjaExpression Chain(bool isAnd, string word, string sign, Func<JinjaExpression> operand)
    {
        List<JinjaExpression> operands = [Deeper(operand)];
        while (TryTake(word) || TryTake(sign))
        {
            operands.Add(Deeper(operand));
        }

        return operands.Count == 1 ? operands[0] : new JinjaExpression.Logic(operands[0].At, isAnd, operands);
    }

    private JinjaExpression Not()
    {
        var start = Next.At;
        return TryTake("not") || TryTake("!") ? new JinjaExpression.Not(start, Deeper(Not)) : Compare();
    }

    private JinjaExpression Compare()
    {
        var left = Filtered();
        if (Comparisons.Any(Next.Is))
        {
            var sign = tokens[at++].Text;
            return new JinjaExpression.Compare(left.At, sign, left, Filtered());
        }

        if (TryTake("in"))
        {
            return new JinjaExpression.Compare(left.At, "in", left, Filtered());
        }

        if (Next.Is("not") && tokens[at + 1].Is("in"))
        {
            at += 2;
            return new JinjaExpression.Not(left.At, new JinjaExpression.Compare(left.At, "in", left, Filtered()));
        }

        return TryTake("is") ? Test(left) : left;
    }

    private JinjaExpression Test(JinjaExpression value)
    {
        var isNot = TryTake("not");
        var test = Next;
        if (TryTake("defined"))
        {
            JinjaExpression defined = new JinjaExpression.Defined(value.At, value);
            return isNot ? new JinjaExpression.Not(value.At, defined) : defined;
        }

        throw new JinjaFaultException(test.At, $"The test 'is {test.Text}' is not translated; only 'is defined' is.");
    }

    private JinjaExpression Filtered()
    {
        var value = Primary();
        while (TryTake("|"))
        {
            var name = tokens[at];
            at += name.Kind == JinjaTokenKind.Word ? 1 : throw Unexpected();
            var arguments = TryTake("(") ? Arguments(")") : [];
            if (!Filters.TryGetValue(name.Text, out var filter))
            {
                throw new JinjaFaultException(name.At, $"The filter {Wording.Quote(name.Text)} is not translated; the filters are: default, upper, lower, trim, join, length, tojson.");
            }

            if (arguments.Count < filter.Least || arguments.Count > filter.Most)
            {
                throw new JinjaFaultException(name.At, $"The filter '{name.Text}' with {arguments.Count} arguments is not translated.");
            }

            value = new JinjaExpression.Filter(name.At, value, filter.Name, arguments);
        }

        return value;
    }

    private JinjaExpression Primary()
    {
        var token = Next;
        if (token.Kind == JinjaTokenKind.Literal)
        {
            at++;
            return new JinjaExpression.Literal(token.At, token.Value);
        }

        if (TryTake("("))
        {
            var inner = Deeper(Or);
            return TryTake(")") ? inner : throw Unexpected();
        }

        if (TryTake("["))
        {
            return new JinjaExpression.Items(token.At, Arguments("]"));
        }

        if (token.Kind != JinjaTokenKind.Word || token.Text is "and" or "or" or "not" or "in" or "is" or "if" or "else")
        {
            throw Unexpected();
        }

        at++;
        return token.Text switch
        {
            "true" or "True" => new JinjaExpression.Literal(token.At, true),
            "false" or "False" => new JinjaExpression.Literal(token.At, false),
            "none" or "None" or "null" => new JinjaExpression.Literal(token.At, null),
            _ => Path(token),
        };
    }

    private JinjaExpression Path(JinjaToken first)
    {
        List<string> path = [first.Text];
        while (true)
        {
            if (Next.Is("."))
            {
                at++;
                path.Add(Next.Kind == JinjaTokenKind.Word ? tokens[at++].Text : throw Unexpected());
            }
            else if (Next.Is("[") && tokens[at + 1] is { Kind: JinjaTokenKind.Literal, Value: string name } && tokens[at + 2].Is("]"))
            {
                at += 3;
                path.Add(name);
            }
            else if (Next.Is("["))
            {
                throw new JinjaFaultException(Next.At, "An entry of a list by its number is not translated; a 'for' goes over the list.");
            }
            else
            {
                break;
            }
        }

        if (!Next.Is("("))
        {
            return new JinjaExpression.Name(first.At, path);
        }

        var isLength = path is ["len"];
        at++;
        var arguments = Arguments(")");
        return isLength && arguments.Count == 1
            ? new JinjaExpression.Filter(first.At, arguments[0], "length", [])
            : throw new JinjaFaultException(first.At, $"The call {Wording.Quote(string.Join('.', path) + "(...)")} is not translated.");
    }

    private List<JinjaExpression> Arguments(string close)
    {
        List<JinjaExpression> arguments = [];
        while (!TryTake(close))
        {
            if (arguments.Count > 0 && !TryTake(","))
            {
                throw Unexpected();
            }

            arguments.Add(Deeper(Or));
        }

        return arguments;
    }

    private JinjaExpression Deeper(Func<JinjaExpression> read)
    {
        // three for each pair of parentheses: or, and, not
        if (depth >= MaxDepth * 3)
        {
            throw new JinjaFaultException(Next.At, "The expression is nested too deeply.");
        }

        depth++;
        var expression = read();
        depth--;
        return expression;
    }

    private bool TryTake(string text)
    {
        if (!Next.Is(text))
        {
            return false;
        }

        at++;
        return true;
    }

    private JinjaFaultException Unexpected() => Next.Kind == JinjaTokenKind.End
        ? new JinjaFaultException(Next.At, "The expression ends too early.")
        : new JinjaFaultException(Next.At, Next.Text is "+" or "-" or "*" or "/" or "//" or "%" or "**" or "~" ? $"Expressions with '{Next.Text}' are not translated."
            : Next.Is("if") ? "An 'if' inside an expression is not translated; use {% if %}."
            : $"{Wording.Quote(Next.Text)} is not translated here.");
}
