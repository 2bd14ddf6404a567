using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Unit.Engine.Workflows.Expressions;

public sealed class ExpressionTests
{
    private static readonly IReadOnlyDictionary<string, object?> Model = (IReadOnlyDictionary<string, object?>)PlainValue.FromJson("""
        {
          "inputs": {"x": "a", "yes": true, "no": false, "n": 3, "d": 2.5, "nothing": null, "list": ["a", 1, true, null], "texts": ["src", "tests"], "big": 9007199254740993},
          "steps": {"plan": {"status": "Completed", "outputs": {"verdict": "go", "ok": false}}, "to-do": {"status": null, "outputs": {"o": null}}},
          "run": {"key": "DOC-1", "prompt": "hello"},
          "repository": "web",
          "env": {"CI": "1"},
          "path": "src"
        }
        """)!;

    [Theory]
    [InlineData("true || true && false", true)] // && binds tighter than ||
    [InlineData("(true || true) && false", false)]
    [InlineData("false && true || true", true)]
    [InlineData("!false && false", false)] // ! binds tighter than &&
    [InlineData("!(false && false)", true)]
    [InlineData("!inputs.no == inputs.yes", true)]
    [InlineData("not 1 == 2", true)] // not stands before a comparison
    [InlineData("not inputs.x == 'b' and true", true)]
    [InlineData("not true or true", true)]
    [InlineData("not not true", true)]
    [InlineData("!!true", true)]
    [InlineData("1 == 1 && 2 > 1 || false", true)]
    [InlineData("1 < 2 == true", null)]
    [InlineData("(1 < 2) == true", true)]
    [InlineData("true or true and false", true)]
    [InlineData("'a' in inputs.texts || 'src' in inputs.texts", true)]
    [InlineData("not 'a' in inputs.texts", true)]
    public void Evaluate_Precedence_IsTheTables(string text, bool? expected) =>
        Assert.Equal(expected, Expression.Parse(text).Expression?.Evaluate(Model, ExpressionStatus.Success).Value);

    [Theory]
    [InlineData("inputs.x", "\"a\"")]
    [InlineData("steps.plan.outputs.verdict == 'go' && !inputs.no", "true")]
    [InlineData("steps.plan.outputs.ok == false", "true")]
    [InlineData("steps.to-do.outputs.o == null", "true")]
    [InlineData("steps.to-do.status != null", "false")]
    [InlineData("run.key == \"DOC-1\" and env.CI == '1'", "true")]
    [InlineData("repository", "\"web\"")]
    [InlineData("path", "\"src\"")]
    [InlineData("'it''s' == \"it's\"", "true")]
    [InlineData("\"a\"\"b\"", "\"a\\\"b\"")]
    [InlineData("-5 < -4.5", "true")]
    [InlineData("inputs.n == 3.0", "true")]
    [InlineData("inputs.n >= 3 && inputs.d <= 2.5 && inputs.d > 1e0", "true")]
    [InlineData("9007199254740992 == inputs.big", "false")]
    [InlineData("'a' < 'b' && 'B' < 'a'", "true")]
    [InlineData("null == inputs.nothing && 1 != null", "true")]
    [InlineData("contains(inputs.x, 'a') && contains(inputs.texts, 'tests')", "true")]
    [InlineData("contains('abc', '')", "true")]
    [InlineData("'1' in inputs.list", "false")]
    [InlineData("1 in inputs.list && null in inputs.list && true in inputs.list", "true")]
    [InlineData("'ep' in 'repository'", "true")]
    [InlineData("startsWith(run.key, 'DOC-') && endsWith(run.key, '-1')", "true")]
    [InlineData("startsWith(run.key, 'doc')", "false")]
    [InlineData("length('abc') + ''", null)]
    [InlineData("length(inputs.list)", "4")]
    [InlineData("length('héé') == 3 && length(env) == 1", "true")]
    [InlineData("default(inputs.nothing, 'b')", "\"b\"")]
    [InlineData("default(inputs.missing, 7)", "7")]
    [InlineData("default(steps.no.outputs.x.y, false)", "false")]
    [InlineData("default(inputs.nothing.deeper, 1)", "1")]
    [InlineData("default((inputs.missing), default(gone, 'c'))", "\"c\"")]
    [InlineData("default(inputs.x, inputs.missing)", "\"a\"")]
    [InlineData("false && inputs.missing", "false")] // what cannot change the result is not asked
    [InlineData("true || 1 < 'a'", "true")]
    [InlineData("always()", "true")]
    [InlineData("success() and not failure()", "true")]
    public void Evaluate_Value_IsGiven(string text, string? json)
    {
        var parsed = Expression.Parse(text);
        if (json is null)
        {
            Assert.NotNull(parsed.Fault);
            return;
        }

        var result = parsed.Expression!.Evaluate(Model, ExpressionStatus.Success);

        Assert.Null(result.Fault);
        Assert.Equal(json, PlainValue.ToJson(result.Value));
    }

    [Theory]
    [InlineData(ExpressionStatus.Success, true, false)]
    [InlineData(ExpressionStatus.Failure, false, true)]
    [InlineData(ExpressionStatus.Neither, false, false)]
    public void Evaluate_Status_IsWhatItIsTold(ExpressionStatus status, bool success, bool failure)
    {
        Assert.Equal(success, Expression.Parse("success()").Expression!.Evaluate(Model, status).Value);
        Assert.Equal(failure, Expression.Parse("failure()").Expression!.Evaluate(Model, status).Value);
        Assert.Equal(true, Expression.Parse("always()").Expression!.Evaluate(Model, status).Value);
    }

    [Theory]
    [InlineData("inputs.lists", "There is no 'inputs.lists': 'inputs' has no 'lists'; did you mean 'list'?")]
    [InlineData("inputs.zzzzz", "There is no 'inputs.zzzzz': 'inputs' has no 'zzzzz'; it has: x, yes, no, n, d, nothing, list, texts, big.")]
    [InlineData("input.x", "There is no 'input'; did you mean 'inputs'?")]
    [InlineData("qqqqq", "There is no 'qqqqq'; names begin with one of: inputs, steps, run, repository, env, path.")]
    [InlineData("run.key.length", "There is no 'run.key.length': 'run.key' is the text 'DOC-1' and has no names in it.")]
    [InlineData("inputs.nothing.x", "There is no 'inputs.nothing.x': 'inputs.nothing' is null and has no names in it.")]
    [InlineData("inputs.x && true", "'&&' takes true or false; 'inputs.x' is the text 'a'.")]
    [InlineData("inputs.nothing or true", "'||' takes true or false; 'inputs.nothing' is null.")]
    [InlineData("!inputs.n", "'!' takes true or false; 'inputs.n' is the number 3.")]
    [InlineData("inputs.n == '3'", "'==' compares two texts, two numbers or two booleans; 'inputs.n' is the number 3 and ''3'' is the text '3'.")]
    [InlineData("inputs.list != inputs.list", "'!=' compares two texts, two numbers or two booleans; 'inputs.list' is a list and 'inputs.list' is a list.")]
    [InlineData("inputs == 1", "'==' compares two texts, two numbers or two booleans; 'inputs' is a mapping and '1' is the number 1.")]
    [InlineData("inputs.n < 'a'", "'<' compares two numbers or two texts; 'inputs.n' is the number 3 and ''a'' is the text 'a'.")]
    [InlineData("inputs.yes >= true", "'>=' compares two numbers or two texts; 'inputs.yes' is true and 'true' is true.")]
    [InlineData("1 in 'abc'", "'in' looks for a text in a text; '1' is the number 1.")]
    [InlineData("'a' in inputs", "'in' looks in a text or a list; 'inputs' is a mapping.")]
    [InlineData("contains(5, 'a')", "'contains' looks in a text or a list; '5' is the number 5.")]
    [InlineData("contains(inputs.list, inputs.list)", "'contains' looks for a text, number or boolean in a list; 'inputs.list' is a list.")]
    [InlineData("startsWith(inputs.n, 'a')", "'startsWith' takes two texts; 'inputs.n' is the number 3.")]
    [InlineData("endsWith('a', null)", "'endsWith' takes two texts; 'null' is null.")]
    [InlineData("length(3)", "'length' takes a text or a list; '3' is the number 3.")]
    [InlineData("default(1 < 'a', 2)", "'<' compares two numbers or two texts; '1' is the number 1 and ''a'' is the text 'a'.")]
    public void Evaluate_Fault_SaysWhatAndWhy(string text, string fault) =>
        Assert.Equal(fault, Expression.Parse(text).Expression!.Evaluate(Model, ExpressionStatus.Success).Fault);

    [Theory]
    [InlineData("", 0, "The expression is empty.")]
    [InlineData("  ", 0, "The expression is empty.")]
    [InlineData("1 ==", 4, "The expression ends too early; a value is expected.")]
    [InlineData("a = 1", 2, "'=' is not an operator; '==' compares.")]
    [InlineData("a & b", 2, "'&' is not an operator; write '&&' or 'and'.")]
    [InlineData("a | b", 2, "'|' is not an operator; write '||' or 'or'.")]
    [InlineData("{{inputs.x}}", 0, "An expression is written without braces, as in: inputs.level == 'high'.")]
    [InlineData("${{ inputs.x }}", 0, "An expression is written without braces, as in: inputs.level == 'high'.")]
    [InlineData("a in ['b']", 5, "Lists are not written in expressions; compare with each value and join the comparisons with '||'.")]
    [InlineData("1 + 1", 2, "Expressions do not calculate, so there is no '+'.")]
    [InlineData("a ? b", 2, "The character '?' is not part of an expression.")]
    [InlineData("é", 0, "The character 'é' is not part of an expression.")]
    [InlineData("'abc", 0, "The text that begins here is never closed.")]
    [InlineData("x == 'a''", 5, "The text that begins here is never closed.")]
    [InlineData("1e999 == 1", 0, "The number '1e999' is too large.")]
    [InlineData("12abc", 0, "The character '1' is not part of an expression.")]
    [InlineData("a b", 2, "'b' cannot stand here; an operator or the end is expected.")]
    [InlineData("a)", 1, "This ')' closes nothing.")]
    [InlineData("(a", 0, "The '(' here is never closed.")]
    [InlineData("(a b)", 3, "'b' cannot stand here; an operator or ')' is expected.")]
    [InlineData("a == and", 5, "'and' cannot stand here; a value is expected.")]
    [InlineData("a not in b", 2, "'not' cannot stand here; an operator or the end is expected.")]
    [InlineData("1 < 2 < 3", 6, "Comparisons do not follow one another; join two of them with '&&'.")]
    [InlineData("contain(a, b)", 0, "There is no function 'contain'; did you mean 'contains'?")]
    [InlineData("System.IO.File.Delete('x')", 0, "There is no function 'System.IO.File.Delete'; the functions are: contains, startsWith, endsWith, length, default, success, failure, always.")]
    [InlineData("contains(a)", 0, "'contains' takes two values; here it has 1.")]
    [InlineData("length()", 0, "'length' takes one value; here it has 0.")]
    [InlineData("success(1)", 0, "'success' takes nothing; here it has 1.")]
    [InlineData("contains(a b)", 11, "'b' cannot stand here; an operator or ')' is expected.")]
    [InlineData("contains(a,", 11, "The expression ends too early; a value is expected.")]
    public void Parse_Fault_SaysWhereAndWhat(string text, int offset, string fault) =>
        Assert.Equal(new ExpressionParseResult(null, fault, offset), Expression.Parse(text));

    [Fact]
    public void Parse_Bounds_AreKept()
    {
        Assert.Equal("The expression is longer than 4 KiB.", Expression.Parse(new string('x', 4097)).Fault);
        Assert.Null(Expression.Parse(new string('x', 4096)).Fault);
        Assert.Equal("The expression is nested deeper than 32 levels.", Expression.Parse(new string('(', 33) + "1" + new string(')', 33)).Fault);
        Assert.Null(Expression.Parse(new string('(', 32) + "1" + new string(')', 32)).Fault);
        Assert.Equal("The expression is nested deeper than 32 levels.", Expression.Parse(new string('!', 4000) + "true").Fault);
        Assert.Null(Expression.Parse(string.Join("&&", Enumerable.Repeat("a", 1000))).Fault);
    }

    [Fact]
    public void Evaluate_EndlessLists_IsStopped()
    {
        var model = new Dictionary<string, object?>(StringComparer.Ordinal) { ["l"] = Enumerable.Range(0, 20_000).Select(i => (object?)(long)i).ToList() };
        var text = string.Join(" || ", Enumerable.Repeat("contains(l, 'x')", 150));

        Assert.Equal("The expression takes more than 1,000,000 steps; its lists or texts are too long.", Expression.Parse(text).Expression!.Evaluate(model, ExpressionStatus.Success).Fault);
    }

    [Fact]
    public void Parse_Names_AreListed()
    {
        var expression = Expression.Parse("inputs.x == 'a.b' && default(steps.plan.outputs.ok, inputs.x) == true").Expression!;

        Assert.Equal(["inputs.x", "steps.plan.outputs.ok"], expression.References);
        Assert.False(expression.AsksStatus);
        Assert.True(Expression.Parse("inputs.yes && failure()").Expression!.AsksStatus);
    }

    [Fact]
    public void Test_NotABoolean_IsAFault()
    {
        Assert.Equal(new ExpressionResult(true, null), Expression.Parse("inputs.yes").Expression!.Test(Model, ExpressionStatus.Success));
        Assert.Equal("A condition is true or false; 'inputs.x' is the text 'a'.", Expression.Parse("inputs.x").Expression!.Test(Model, ExpressionStatus.Success).Fault);
        Assert.Equal("A condition is true or false; 'null' is null.", Expression.Parse("null").Expression!.Test(Model, ExpressionStatus.Success).Fault);
    }
}
