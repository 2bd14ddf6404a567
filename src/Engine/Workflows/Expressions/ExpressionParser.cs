namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>
/// Reads tokens by precedence, loosest first: <c>||</c>, <c>&amp;&amp;</c>, <c>not</c>, comparisons and <c>in</c>, <c>!</c>. <c>not</c>
/// stands before a comparison as it does in Python; where both readings have a value, they have the same.
/// </summary>
internal sealed class ExpressionParser(string text, List<ExpressionToken> tokens)
{
    /// <summary>How many values each function takes.</summary>
    public static IReadOnlyDictionary<string, int> Functions { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["contains"] = 2,
        ["startsWith"] = 2,
        ["endsWith"] = 2,
        ["length"] = 1,
        ["default"] = 2,
        ["success"] = 0,
        ["failure"] = 0,
        ["always"] = 0,
    };

    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">=", "in"];
    private static readonly string[] Reserved = ["and", "or", "not", "in"];

    private int at;
    private int depth;

    public List<NameNode> Names { get; } = [];

    public bool AsksStatus { get; private set; }

    private ExpressionToken Next => tokens[at];

    public ExpressionNode Parse()
    {
        if (Next.Kind == ExpressionTokenKind.End)
        {
            throw new ExpressionFaultException(0, "The expression is empty.");
        }

        var root = Or();
        return Next.Kind == ExpressionTokenKind.End ? root
            : throw new ExpressionFaultException(Next.Start, Next.Is(")") ? "This ')' closes nothing." : $"{Quote(Next)} cannot stand here; an operator or the end is expected.");
    }

    private ExpressionNode Or() => Chain(isAnd: false, "||", "or", And);

    private ExpressionNode And() => Chain(isAnd: true, "&&", "and", Not);

    private ExpressionNode Chain(bool isAnd, string sign, string word, Func<ExpressionNode> operand)
    {
        var first = operand();
        if (!Next.Is(sign) && !Next.Is(word))
        {
            return first;
        }

        var operands = new List<ExpressionNode> { first };
        while (Next.Is(sign) || Next.Is(word))
        {
            at++;
            operands.Add(operand());
        }

        return new LogicNode(first.Start, operands[^1].End, isAnd, operands);
    }

    private ExpressionNode Not()
    {
        if (!Next.Is("not"))
        {
            return Compare();
        }

        var start = tokens[at++].Start;
        var operand = Deeper(start, Not);
        return new NotNode(start, operand.End, operand);
    }

    private ExpressionNode Compare()
    {
        var left = Unary();
        if (!Comparisons.Any(Next.Is))
        {
            return left;
        }

        var sign = (string)tokens[at++].Value!;
        var right = Unary();
        return Comparisons.Any(Next.Is)
            ? throw new ExpressionFaultException(Next.Start, "Comparisons do not follow one another; join two of them with '&&'.")
            : new CompareNode(left.Start, right.End, sign, left, right);
    }

    private ExpressionNode Unary()
    {
        if (!Next.Is("!"))
        {
            return Primary();
        }

        var start = tokens[at++].Start;
        var operand = Deeper(start, Unary);
        return new NotNode(start, operand.End, operand);
    }

    private ExpressionNode Primary()
    {
        var token = Next;
        if (token.Kind is ExpressionTokenKind.Text or ExpressionTokenKind.Number)
        {
            at++;
            return new LiteralNode(token.Start, token.End, token.Value);
        }

        if (token.Is("("))
        {
            at++;
            var inner = Deeper(token.Start, Or);
            var end = Close(token.Start);
            return inner with { Start = token.Start, End = end };
        }

        if (token.Kind != ExpressionTokenKind.Word || Reserved.Any(token.Is))
        {
            throw new ExpressionFaultException(token.Start, token.Kind == ExpressionTokenKind.End
                ? "The expression ends too early; a value is expected."
                : $"{Quote(token)} cannot stand here; a value is expected.");
        }

        at++;
        var word = (string)token.Value!;
        if (Next.Is("("))
        {
            return Call(token, word);
        }

        switch (word)
        {
            case "true" or "false":
                return new LiteralNode(token.Start, token.End, word is "true");
            case "null":
                return new LiteralNode(token.Start, token.End, null);
            default:
                var name = new NameNode(token.Start, token.End, word);
                Names.Add(name);
                return name;
        }
    }

    private CallNode Call(ExpressionToken token, string function)
    {
        if (!Functions.TryGetValue(function, out var takes))
        {
            throw new ExpressionFaultException(token.Start, $"There is no function {Wording.Quote(function)}{Wording.Hint(function, Functions.Keys, "the functions are")}");
        }

        var open = tokens[at++].Start;
        var arguments = new List<ExpressionNode>();
        while (!Next.Is(")"))
        {
            if (arguments.Count > 0)
            {
                if (!Next.Is(","))
                {
                    Close(open);
                }

                at++;
            }

            arguments.Add(Deeper(open, Or));
        }

        var end = Close(open);
        AsksStatus |= function is "success" or "failure" or "always";
        return arguments.Count == takes ? new CallNode(token.Start, end, function, arguments)
            : throw new ExpressionFaultException(token.Start, $"'{function}' takes {(takes == 0 ? "nothing" : takes == 1 ? "one value" : "two values")}; here it has {arguments.Count}.");
    }

    private int Close(int open)
    {
        if (Next.Is(")"))
        {
            return tokens[at++].End;
        }

        throw Next.Kind == ExpressionTokenKind.End
            ? new ExpressionFaultException(open, "The '(' here is never closed.")
            : new ExpressionFaultException(Next.Start, $"{Quote(Next)} cannot stand here; an operator or ')' is expected.");
    }

    private ExpressionNode Deeper(int start, Func<ExpressionNode> read)
    {
        if (++depth > Expression.MaxDepth)
        {
            throw new ExpressionFaultException(start, $"The expression is nested deeper than {Expression.MaxDepth} levels.");
        }

        var node = read();
        depth--;
        return node;
    }

    private string Quote(ExpressionToken token) => Wording.Quote(text[token.Start..token.End]);
}
