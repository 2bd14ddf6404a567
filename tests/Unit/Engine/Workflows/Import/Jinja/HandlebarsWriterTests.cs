using Signalbox.Engine.Workflows.Import.Jinja;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Unit.Engine.Workflows.Import.Jinja;

public sealed class HandlebarsWriterTests
{
    private static readonly Dictionary<string, object?> Model = new(StringComparer.Ordinal)
    {
        ["inputs"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["code"] = " Go ",
            ["empty"] = "",
            ["missing"] = null,
            ["flag"] = true,
            ["off"] = false,
            ["level"] = "high",
            ["items"] = new List<object?> { "a", "b", "c" },
            ["none"] = new List<object?>(),
            ["count"] = 3L,
        },
    };

    private static string Translate(string jinja) => HandlebarsWriter.Write(JinjaTemplateParser.Parse(jinja), new InputNames());

    private static string Render(string jinja)
    {
        var handlebars = Translate(jinja);
        var result = PromptTemplate.Render(handlebars, Model);
        Assert.True(result.Fault is null, $"{result.Fault}\n{handlebars}");
        return result.Text!;
    }

    [Theory]
    [InlineData("Review {{code}}.", "Review  Go .")]
    [InlineData("Review {{ code|trim|upper }}.", "Review GO.")]
    [InlineData("{{ code | lower }}", " go ")]
    [InlineData("{{ missing | default('none') }}", "none")]
    [InlineData("{{ missing | default(level) }}", "high")]
    [InlineData("{{ items | join(', ') }}", "a, b, c")]
    [InlineData("{{ items | join }}", "abc")]
    [InlineData("{{ items | length }} {{ code | length }}", "3 4")]
    [InlineData("{{ items | tojson }}", "[\"a\",\"b\",\"c\"]")]
    [InlineData("a{# not {{ this }} #}b", "ab")]
    [InlineData("{{ 'literal' }}", "literal")]
    [InlineData("{% if flag %}yes{% endif %}", "yes")]
    [InlineData("{% if off %}yes{% else %}no{% endif %}", "no")]
    [InlineData("{% if not off %}yes{% endif %}", "yes")]
    [InlineData("{% if not flag %}yes{% else %}no{% endif %}", "no")]
    [InlineData("{% if level == 'low' %}1{% elif level == 'high' %}2{% else %}3{% endif %}", "2")]
    [InlineData("{% if level != 'low' %}1{% endif %}", "1")]
    [InlineData("{% if off %}1{% elif not flag %}2{% elif empty %}3{% else %}4{% endif %}", "4")]
    [InlineData("{% if flag and level == 'high' %}both{% else %}no{% endif %}", "both")]
    [InlineData("{% if flag and off %}both{% else %}no{% endif %}", "no")]
    [InlineData("{% if off or flag %}one{% else %}no{% endif %}", "one")]
    [InlineData("{% if not (off or flag) %}none{% else %}some{% endif %}", "some")]
    [InlineData("{% if missing is defined %}1{% else %}0{% endif %}{% if code is not defined %}1{% else %}0{% endif %}", "00")]
    [InlineData("{% if items %}some{% endif %}{% if none %}some{% endif %}", "some")]
    [InlineData("{% for x in items %}{{ loop.index }}={{ x }}{% if not loop.last %}, {% endif %}{% endfor %}", "1=a, 2=b, 3=c")]
    [InlineData("{% for x in items %}{{ loop.index0 }}{% if loop.first %}!{% endif %}{% endfor %}", "0!12")]
    [InlineData("{% for x in items %}{% for y in items %}{{ x }}{{ y }}{{ level }} {% endfor %}{% endfor %}", "aahigh abhigh achigh bahigh bbhigh bchigh cahigh cbhigh cchigh ")]
    [InlineData("{% for x in none %}{{ x }}{% else %}nothing{% endfor %}", "nothing")]
    [InlineData("{% for x in items %}{% if x == 'b' %}{{ x }}{% for y in items %}{% if y == x %}!{% endif %}{% endfor %}{% endif %}{% endfor %}", "b!")]
    [InlineData("a  {{- code -}}  b", "a Go b")]
    [InlineData("x {%- if flag -%} y {%- endif -%} z", "xyz")]
    [InlineData("{\"a\": {{ items | tojson }}}", "{\"a\": [\"a\",\"b\",\"c\"]}")]
    [InlineData("C:\\{{ level }}", "C:\\high")]
    [InlineData("{{ \"it's\" }} {{ missing | default(\"it's\") }}", "it's it's")]
    [InlineData("{{ '{{' }}", "{{")]
    public void Write_Template_RendersAsJinja2Would(string jinja, string rendered) => Assert.Equal(rendered, Render(jinja));

    [Theory]
    [InlineData("one\n{% set x = 1 %}", 4, "The statement 'set' is not translated; the statements are: if, elif, else, for.")]
    [InlineData("{{ code | wordwrap(3) }}", 10, "The filter 'wordwrap' is not translated; the filters are: default, upper, lower, trim, join, length, tojson.")]
    [InlineData("{{ code.strip() }}", 3, "The call 'code.strip(...)' is not translated.")]
    [InlineData("{{ items[0] }}", 8, "An entry of a list by its number is not translated; a 'for' goes over the list.")]
    [InlineData("{{ count + 1 }}", 9, "Expressions with '+' are not translated.")]
    [InlineData("{{ code if flag else level }}", 8, "An 'if' inside an expression is not translated; use {% if %}.")]
    [InlineData("{% include 'x' %}", 0, "The statement 'include' is not translated; the statements are: if, elif, else, for.")]
    [InlineData("{% for k, v in d %}{% endfor %}", 0, "This form of 'for' is not translated; it is written as {% for item in list %}.")]
    [InlineData("{% if flag %}x", 0, "'if' is never closed.")]
    [InlineData("{% endif %}", 0, "'endif' closes nothing.")]
    [InlineData("{% if flag %}{% endfor %}", 13, "'endfor' cannot stand in the 'if' that is open here.")]
    [InlineData("{{ code", 0, "What begins here is never closed; '}}' is missing.")]
    [InlineData("{{ }}", 2, "The expression is empty.")]
    [InlineData("{% if count > 3 %}x{% endif %}", 6, "A comparison with '>' in a template is not translated; '==' and '!=' are.")]
    [InlineData("{{ count == 3 }}", 3, "A condition as a value is not translated; use {% if %}.")]
    [InlineData("{{ code is string }}", 11, "The test 'is string' is not translated; only 'is defined' is.")]
    [InlineData("{% for x in items %}{{ loop.cycle }}{% endfor %}", 23, "'loop.cycle' is not translated; there are loop.index, loop.index0, loop.first and loop.last.")]
    [InlineData("a\\\\{{ code }}", 3, "A brace or two backslashes directly before '{{' cannot be translated; put a space between them.")]
    public void Write_WhatHasNoCounterpart_IsRefusedAtItsPlace(string jinja, int offset, string message)
    {
        var fault = Assert.Throws<JinjaFaultException>(() => Translate(jinja));

        Assert.Equal((offset, message), (fault.Offset, fault.Message));
    }

    [Fact]
    public void Write_DeepNesting_IsRefusedAndDoesNotOverflow()
    {
        Assert.Contains("nested", Assert.Throws<JinjaFaultException>(() => Translate(string.Concat(Enumerable.Repeat("{% if flag %}", 5_000)))).Message, StringComparison.Ordinal);
        Assert.Contains("nested", Assert.Throws<JinjaFaultException>(() => Translate($"{{{{ {new string('(', 50_000)} }}}}")).Message, StringComparison.Ordinal);
        Assert.Contains("nested", Assert.Throws<JinjaFaultException>(() => Translate($"{{% if {string.Concat(Enumerable.Repeat("not ", 50_000))}x %}}{{% endif %}}")).Message, StringComparison.Ordinal);
    }

    private sealed class InputNames : IJinjaNames
    {
        public string Find(JinjaExpression.Name name) => $"inputs.{string.Join('.', name.Path)}";
    }
}
