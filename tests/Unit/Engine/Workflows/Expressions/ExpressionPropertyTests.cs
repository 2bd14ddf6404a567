using System.Globalization;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Unit.Engine.Workflows.Expressions;

/// <summary>Random expressions have a value or a fault, the same one each time, and never an exception.</summary>
public sealed class ExpressionPropertyTests
{
    private static readonly IReadOnlyDictionary<string, object?> Model = (IReadOnlyDictionary<string, object?>)PlainValue.FromJson("""
        {"inputs": {"t": "text", "b": true, "f": false, "n": 3, "d": -1.5, "z": null, "l": ["text", 3, null], "m": {"k": "v"}}, "path": "src"}
        """)!;

    private static readonly string[] Names = ["inputs.t", "inputs.b", "inputs.f", "inputs.n", "inputs.d", "inputs.z", "inputs.l", "inputs.m", "inputs.m.k", "inputs.gone", "path", "nowhere.at.all"];

    private static readonly string[] Literals = ["'text'", "\"x\"", "3", "-1.5", "0", "true", "false", "null", "''"];

    private static readonly string[] Pieces =
    [
        "(", ")", "'", "\"", "&&", "||", "!", "==", "<", " in ", " not ", " and ", "contains(", "default(", "length(", ",", "inputs.t", "inputs.", ".", "-", "1", "1e5", "é", "\ud83d", "\0", "\n", "{{", "success()", "=", "[", "a",
    ];

    [Fact]
    public void Evaluate_WellFormed_GivesValueOrFault()
    {
        var random = new Random(20_250_101);
        var (values, faults) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var text = Random(random, 5);
            var parsed = Expression.Parse(text);
            Assert.True(parsed.Expression is not null, $"{text}: {parsed.Fault}");
            var status = (ExpressionStatus)random.Next(3);

            var result = parsed.Expression.Evaluate(Model, status);

            Assert.Equal(result, Expression.Parse(text).Expression!.Evaluate(Model, status), SameResult);
            Assert.True(result.Fault is null || result.Value is null);
            Assert.False(result.Fault?.Contains("Exception", StringComparison.Ordinal) ?? false);
            _ = result.Fault is null ? values++ : faults++;
        }

        // both happen often, or the test shows nothing
        Assert.True(values > 2_000 && faults > 2_000, string.Create(CultureInfo.InvariantCulture, $"{values} values, {faults} faults"));
    }

    [Fact]
    public void Evaluate_Booleans_AgreeWithAnOracle()
    {
        var random = new Random(42);
        for (var i = 0; i < 5_000; i++)
        {
            var (text, expected) = Truth(random, 2);

            Assert.Equal(new ExpressionResult(expected, null), Expression.Parse(text).Expression!.Evaluate(Model, ExpressionStatus.Success));
        }
    }

    [Fact]
    public void Parse_Rubbish_GivesAFaultInsideTheText()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)]));

            var parsed = Expression.Parse(text);

            Assert.True(parsed.Expression is null != parsed.Fault is null);
            Assert.InRange(parsed.Offset, 0, text.Length);
            parsed.Expression?.Evaluate(Model, ExpressionStatus.Neither);
        }
    }

    private static bool SameResult(ExpressionResult a, ExpressionResult b) =>
        string.Equals(a.Fault, b.Fault, StringComparison.Ordinal) && string.Equals(PlainValue.ToJson(a.Value), PlainValue.ToJson(b.Value), StringComparison.Ordinal);

    private static string Random(Random random, int depth) => depth == 0 || random.Next(5) == 0 ? Leaf(random) : random.Next(9) switch
    {
        0 => $"{Random(random, depth - 1)} && {Random(random, depth - 1)}",
        1 => $"{Random(random, depth - 1)} or {Random(random, depth - 1)}",
        2 => $"!({Random(random, depth - 1)})",
        3 => $"({Random(random, depth - 1)}) {Sign(random)} ({Random(random, depth - 1)})",
        4 => $"not ({Random(random, depth - 1)})",
        5 => $"default({Random(random, depth - 1)}, {Random(random, depth - 1)})",
        6 => $"{(random.Next(2) == 0 ? "contains" : "startsWith")}({Random(random, depth - 1)}, {Random(random, depth - 1)})",
        7 => $"length({Random(random, depth - 1)})",
        _ => Leaf(random) + " == " + Leaf(random),
    };

    private static string Sign(Random random) => random.Next(7) switch { 0 => "==", 1 => "!=", 2 => "<", 3 => "<=", 4 => ">", 5 => ">=", _ => "in" };

    private static string Leaf(Random random) => random.Next(3) switch
    {
        0 => Literals[random.Next(Literals.Length)],
        1 => random.Next(2) == 0 ? "success()" : "failure()",
        _ => Names[random.Next(Names.Length)],
    };

    /// <summary>A boolean expression without superfluous parentheses, and its value by C#'s own precedence.</summary>
    private static (string Text, bool Value) Truth(Random random, int depth) => depth == 0 ? Atom(random) : Or(random, depth);

    private static (string Text, bool Value) Or(Random random, int depth)
    {
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => And(random, depth)).ToList();
        return (string.Join(random.Next(2) == 0 ? " || " : " or ", parts.Select(p => p.Text)), parts.Exists(p => p.Value));
    }

    private static (string Text, bool Value) And(Random random, int depth)
    {
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Unary(random, depth)).ToList();
        return (string.Join(random.Next(2) == 0 ? " && " : " and ", parts.Select(p => p.Text)), parts.TrueForAll(p => p.Value));
    }

    private static (string Text, bool Value) Unary(Random random, int depth)
    {
        switch (random.Next(4))
        {
            case 0:
                var (negated, value) = Atom(random);
                return ($"not {negated}", !value);
            case 1:
                var (inner, truth) = Truth(random, depth - 1);
                return ($"!({inner})", !truth);
            case 2:
                var (nested, result) = Truth(random, depth - 1);
                return ($"({nested})", result);
            default:
                return Atom(random);
        }
    }

    private static (string Text, bool Value) Atom(Random random)
    {
        var (a, b) = (random.Next(-2, 3), random.Next(-2, 3));
        return random.Next(5) switch
        {
            0 => ("inputs.b", true),
            1 => ("false", false),
            2 => (string.Create(CultureInfo.InvariantCulture, $"{a} < {b}"), a < b),
            3 => (string.Create(CultureInfo.InvariantCulture, $"{a} == {b}.0"), a == b),
            _ => ("'text' in inputs.l", true),
        };
    }
}
