using System.Collections;
using System.Globalization;

namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>Computes one value. Every step is charged, so that a long list or text cannot hold the engine up.</summary>
/// <param name="text">The expression as written.</param>
/// <param name="model">The names.</param>
/// <param name="status">What <c>success()</c> and <c>failure()</c> say.</param>
/// <param name="values">What <c>with</c> is computed from where the model has none; null: nothing.</param>
internal sealed class ExpressionEvaluator(string text, IReadOnlyDictionary<string, object?> model, ExpressionStatus status, IReadOnlyDictionary<string, Expression>? values = null)
{
    private const int MaxSteps = 1_000_000;

    private int steps = MaxSteps;

    /// <summary>The value of a node.</summary>
    /// <exception cref="ExpressionFaultException">It has none.</exception>
    public object? Value(ExpressionNode node)
    {
        Charge(1);
        return node switch
        {
            LiteralNode literal => literal.Value,
            NameNode name => Find(name, out var value) is { } fault ? throw Fault(name, fault) : value,
            NotNode not => !Truth(not.Operand, "!"),
            LogicNode logic => Logic(logic),
            CompareNode compare => Compare(compare),
            CallNode call => Call(call),
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };
    }

    /// <summary>What a value is, for "... is the text 'x'".</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        string found => $"the text {Wording.Quote(found)}",
        bool flag => flag ? "true" : "false",
        int or long or double => $"the number {((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)}",
        IReadOnlyDictionary<string, object?> => "a mapping",
        IEnumerable => "a list",
        _ => "a value of another kind",
    };

    /// <summary>Why a name has no value; null when it has one, which may be null.</summary>
    private string? Find(NameNode name, out object? value)
    {
        value = model;
        var done = "";
        IEnumerable<string> parts = name.Path.Split('.');
        if (values is not null && !model.ContainsKey("with") && parts.First() is "with" && parts.Skip(1).FirstOrDefault() is { } key && values.TryGetValue(key, out var expression))
        {
            var inner = new ExpressionEvaluator(expression.Text, model, status) { steps = steps };
            value = inner.Value(expression.Root);
            steps = inner.steps;
            (done, parts) = ($"with.{key}", parts.Skip(2));
        }

        foreach (var part in parts)
        {
            Charge(1);
            if (value is not IReadOnlyDictionary<string, object?> names)
            {
                return $"There is no '{name.Path}': '{done}' is {Describe(value)} and has no names in it.";
            }

            if (!names.TryGetValue(part, out value))
            {
                return done.Length == 0 ? $"There is no '{part}'{Wording.Hint(part, names.Keys, "names begin with one of")}"
                    : $"There is no '{name.Path}': '{done}' has no '{part}'{Wording.Hint(part, names.Keys, "it has")}";
            }

            done = done.Length == 0 ? part : $"{done}.{part}";
        }

        return null;
    }

    private bool Truth(ExpressionNode node, string sign) =>
        Value(node) is var value && value is bool truth ? truth : throw Fault(node, $"'{sign}' takes true or false; {Quote(node)} is {Describe(value)}.");

    /// <summary>From left to right; what cannot change the result is not asked.</summary>
    private bool Logic(LogicNode node)
    {
        foreach (var operand in node.Operands)
        {
            if (Truth(operand, node.IsAnd ? "&&" : "||") != node.IsAnd)
            {
                return !node.IsAnd;
            }
        }

        return node.IsAnd;
    }

    private bool Compare(CompareNode node)
    {
        var (left, right) = (Value(node.Left), Value(node.Right));
        switch (node.Sign)
        {
            case "in":
                return Contains(node, "in", node.Right, right, node.Left, left);
            case "==":
                return AreEqual(node, left, right);
            case "!=":
                return !AreEqual(node, left, right);
        }

        var order = (left, right) switch
        {
            (string a, string b) => Ordinal(a, b),
            _ when IsNumber(left) && IsNumber(right) => Order(left!, right!),
            _ => throw Fault(node, $"'{node.Sign}' compares two numbers or two texts; {Quote(node.Left)} is {Describe(left)} and {Quote(node.Right)} is {Describe(right)}."),
        };
        return node.Sign switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private bool AreEqual(CompareNode node, object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => left is null && right is null,
        (string a, string b) => Ordinal(a, b) == 0,
        (bool a, bool b) => a == b,
        _ when IsNumber(left) && IsNumber(right) => Order(left, right) == 0,
        _ => throw Fault(node, $"'{node.Sign}' compares two texts, two numbers or two booleans; {Quote(node.Left)} is {Describe(left)} and {Quote(node.Right)} is {Describe(right)}."),
    };

    private object? Call(CallNode node)
    {
        switch (node.Function)
        {
            case "success":
                return status == ExpressionStatus.Success;
            case "failure":
                return status == ExpressionStatus.Failure;
            case "always":
                return true;
            case "default":
                return Default(node);
            case "length":
                return Length(node);
        }

        var (whole, part) = (Value(node.Arguments[0]), Value(node.Arguments[1]));
        if (node.Function is "contains")
        {
            return Contains(node, node.Function, node.Arguments[0], whole, node.Arguments[1], part);
        }

        var (longer, shorter) = (Text(node, 0, whole), Text(node, 1, part));
        return node.Function is "startsWith" ? longer.StartsWith(shorter, StringComparison.Ordinal) : longer.EndsWith(shorter, StringComparison.Ordinal);
    }

    /// <summary>The first value, or the second where the first is null or a name that is not there. Any other fault stays one.</summary>
    private object? Default(CallNode node)
    {
        Charge(1);
        var value = node.Arguments[0] is NameNode name ? (Find(name, out var found) is null ? found : null) : Value(node.Arguments[0]);
        return value ?? Value(node.Arguments[1]);
    }

    private long Length(CallNode node) => Value(node.Arguments[0]) switch
    {
        string value => value.Length,
        IReadOnlyCollection<KeyValuePair<string, object?>> names => names.Count,
        IReadOnlyCollection<object?> items => items.Count,
        ICollection items => items.Count,
        var other => throw Fault(node, $"'length' takes a text or a list; {Quote(node.Arguments[0])} is {Describe(other)}."),
    };

    private string Text(CallNode node, int index, object? value)
    {
        Charge((value as string)?.Length / 64 ?? 0);
        return value as string ?? throw Fault(node, $"'{node.Function}' takes two texts; {Quote(node.Arguments[index])} is {Describe(value)}.");
    }

    private bool Contains(ExpressionNode node, string sign, ExpressionNode wholeNode, object? whole, ExpressionNode partNode, object? part)
    {
        switch (whole)
        {
            case string text when part is string piece:
                Charge(1 + (text.Length / 64));
                return text.Contains(piece, StringComparison.Ordinal);
            case string:
                throw Fault(node, $"'{sign}' looks for a text in a text; {Quote(partNode)} is {Describe(part)}.");
            case IReadOnlyDictionary<string, object?>:
                break;
            case IEnumerable items when part is null or string or bool || IsNumber(part):
                foreach (var item in items)
                {
                    Charge(1);
                    if (IsSame(item, part))
                    {
                        return true;
                    }
                }

                return false;
            case IEnumerable:
                throw Fault(node, $"'{sign}' looks for a text, number or boolean in a list; {Quote(partNode)} is {Describe(part)}.");
        }

        throw Fault(node, $"'{sign}' looks in a text or a list; {Quote(wholeNode)} is {Describe(whole)}.");
    }

    /// <summary>Inside a list, values of different kinds are merely not the same.</summary>
    private bool IsSame(object? item, object? part) => (item, part) switch
    {
        (null, null) => true,
        (string a, string b) => Ordinal(a, b) == 0,
        (bool a, bool b) => a == b,
        _ => IsNumber(item) && IsNumber(part) && Order(item!, part!) == 0,
    };

    private int Ordinal(string a, string b)
    {
        Charge(Math.Min(a.Length, b.Length) / 64);
        return string.CompareOrdinal(a, b);
    }

    private static bool IsNumber(object? value) => value is int or long or double;

    /// <summary>Whole numbers exactly; a double makes both of them doubles.</summary>
    private static int Order(object left, object right) => left is double || right is double
        ? Convert.ToDouble(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, CultureInfo.InvariantCulture))
        : Convert.ToInt64(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToInt64(right, CultureInfo.InvariantCulture));

    private void Charge(int cost)
    {
        steps -= cost;
        if (steps < 0)
        {
            throw new ExpressionFaultException(0, string.Create(CultureInfo.InvariantCulture, $"The expression takes more than {MaxSteps:N0} steps; its lists or texts are too long."));
        }
    }

    private string Quote(ExpressionNode node) => Wording.Quote(text[node.Start..node.End]);

    private static ExpressionFaultException Fault(ExpressionNode node, string message) => new(node.Start, message);
}
