using System.Diagnostics;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Unit.Engine.Workflows.Templates;

public sealed class PromptTemplateTests
{
    private static readonly IReadOnlyDictionary<string, object?> Model = Map(
        ("repository", "web"),
        ("inputs", Map(
            ("x", "a<b>&\"c\""), ("t", true), ("f", false), ("none", null), ("i", 3L), ("zero", 0L), ("d", 1.5), ("empty", ""), ("lines", "one\ntwo"), ("upper", "U"),
            ("list", new List<object?> { "p", "q" }), ("nothing", new List<object?>()),
            ("people", new List<object?> { Map(("name", "Ann"), ("tags", new List<object?> { "x", "y" })), Map(("name", "Bo"), ("tags", new List<object?>())) }),
            ("uneven", new List<object?> { Map(("k", "v")), Map(("z", "w")) }))),
        ("steps", Map(("plan-it", Map(("status", "succeeded"), ("outputs", Map(("o", "out"))))))));

    [Theory]
    [InlineData("", "")]
    [InlineData("no braces { } at all", "no braces { } at all")]
    [InlineData("{{inputs.x}}", "a<b>&\"c\"")]
    [InlineData("{{{inputs.x}}}", "a<b>&\"c\"")]
    [InlineData("{{inputs.t}} {{inputs.f}} {{inputs.none}}|{{inputs.i}} {{inputs.d}}", "true false |3 1.5")]
    [InlineData("{{steps.plan-it.outputs.o}} {{steps.plan-it.status}} {{@root.repository}}", "out succeeded web")]
    [InlineData("{{#if inputs.t}}y{{else}}n{{/if}}{{#if inputs.f}}y{{else}}n{{/if}}{{#if inputs.empty}}y{{else}}n{{/if}}{{#if inputs.zero}}y{{else}}n{{/if}}", "ynnn")]
    [InlineData("{{#if inputs.f}}1{{else if inputs.empty}}2{{else if inputs.t}}3{{else}}4{{/if}}", "3")]
    [InlineData("{{#unless inputs.f}}u{{/unless}}", "u")]
    [InlineData("{{#each inputs.list}}{{@index}}{{this}}{{@first}}{{@last}} {{/each}}", "0ptruefalse 1qfalsetrue ")]
    [InlineData("{{#each inputs.nothing}}a{{else}}none{{/each}}", "none")]
    [InlineData("{{#each inputs.none}}a{{else}}none {{repository}}{{/each}}", "none web")]
    [InlineData("{{#each inputs.people}}{{name}}:{{#each tags}}{{../name}}{{this}}{{../../repository}}{{/each}};{{/each}}", "Ann:AnnxwebAnnyweb;Bo:;")]
    [InlineData("{{#each inputs.list}}{{#if ../inputs.t}}{{this}}{{../repository}}{{/if}}{{/each}}", "pwebqweb")]
    [InlineData("{{#with steps.plan-it}}{{outputs.o}} {{../repository}}{{/with}}", "out web")]
    [InlineData("{{#with inputs}}{{this.upper}} {{./upper}}{{/with}}", "U U")]
    [InlineData("{{#each steps}}{{@key}}={{status}}{{/each}}", "plan-it=succeeded")]
    [InlineData("a\n{{#each inputs.list}}\n- {{this}}\n{{/each}}\nb", "a\n- p\n- q\nb")]
    [InlineData("a {{~inputs.i~}} b", "a3b")]
    [InlineData("x{{! gone }}y{{!-- {{nothing}} --}}z", "xyz")]
    [InlineData("\\{{inputs.nope}} {{inputs.i}}", "{{inputs.nope}} 3")]
    [InlineData("\\\\{{inputs.i}}", "\\3")]
    [InlineData("{\"a\": {{json inputs.x}}, \"b\": {\"c\": {{inputs.i}}}}", "{\"a\": \"a<b>&\\\"c\\\"\", \"b\": {\"c\": 3}}")]
    [InlineData("{{#if inputs.t}}{ {{inputs.i}}}{{/if}}}", "{ 3}}")]
    [InlineData("{{json inputs.list}} {{json inputs.t}} {{json inputs.none}} {{json inputs.d}}", "[\"p\",\"q\"] true null 1.5")]
    [InlineData("{{default inputs.none 'd'}} {{default inputs.empty \"e\"}} {{default inputs.i 9}} {{default inputs.f true}}", "d e 3 false")]
    [InlineData("{{upper inputs.lines}} {{lower 'ABC'}} [{{trim '  a '}}]", "ONE\nTWO abc [a]")]
    [InlineData("{{join inputs.list}} {{join inputs.list '-'}} {{join inputs.nothing}}", "p, q p-q ")]
    [InlineData("  {{indent inputs.lines 2}}", "  one\n  two")]
    [InlineData("{{eq inputs.i 3}} {{eq inputs.i '3'}} {{ne inputs.t false}} {{eq inputs.none null}} {{#if (eq (upper 'a') 'A')}}same{{/if}}", "true false true true same")]
    [InlineData("{{upper \"a}}b\"}} {{lower '{{'}}", "A}}B {{")]
    [InlineData("{{length inputs.list}} {{length inputs.nothing}} {{length inputs.none}} {{length 'four'}} {{length inputs}}", "2 0 0 4 14")]
    [InlineData("{{add inputs.i 2}} {{#each inputs.list}}{{add @index 1}}={{this}} {{/each}}", "5 1=p 2=q ")]
    public void Render_Template_GivesText(string template, string expected)
    {
        var result = PromptTemplate.Render(template, Model);

        Assert.Null(result.Fault);
        Assert.Equal(expected, result.Text);
    }

    [Theory]
    [InlineData("a\n {{inputs.nope}}", 2, 4, "unknown-name", "The template uses 'inputs.nope', which is not declared")]
    [InlineData("{{nope}}", 1, 3, "unknown-name", "'nope', which is not declared")]
    [InlineData("{{#if inputs.f}}{{inputs.nope}}{{/if}}", 1, 19, "unknown-name", "'inputs.nope'")]
    [InlineData("{{inputs.x.Length}}", 1, 3, "unknown-name", "The template uses 'Length' of 'inputs.x', which is a plain value")]
    [InlineData("{{inputs.list.Count}}", 1, 3, "unknown-name", "which is a list and has no names in it")]
    [InlineData("{{#each inputs.list}}{{this.Length}}{{/each}}", 1, 24, "unknown-name", "'Length' of 'this'")]
    [InlineData("{{#each inputs.list}}{{repository}}{{/each}}", 1, 24, "unknown-name", "'repository' of 'this'")]
    [InlineData("x\n{{#each inputs.uneven}}{{k}}{{/each}}", 2, 26, "unknown-name", "'k', which an entry of the list does not have")]
    [InlineData("{{../repository}}", 1, 3, "unknown-name", "'../' leads above")]
    [InlineData("{{#each inputs.none}}{{else}}{{../repository}}{{/each}}", 1, 32, "unknown-name", "'../' leads above")]
    [InlineData("{{@index}}", 1, 3, "unknown-name", "'@index' exists inside '#each' only.")]
    [InlineData("{{@foo}}", 1, 3, "unknown-name", "There is no '@foo'")]
    [InlineData("{{inputs}}", 1, 3, "not-text", "is a mapping")]
    [InlineData("{{inputs.list}}", 1, 3, "not-text", "is a list")]
    [InlineData("{{#each inputs.x}}{{/each}}", 1, 9, "not-text", "'#each' goes over a list or a mapping")]
    [InlineData("{{lookup inputs 'x'}}", 1, 3, "template-helper", "The helper 'lookup' is not allowed")]
    [InlineData("{{log 'x'}}", 1, 3, "template-helper", "The helper 'log' is not allowed")]
    [InlineData("{{learning 'x'}}", 1, 3, "template-helper", "'learning' cannot be used here.")]
    [InlineData("{{checkpoint 'x'}}", 1, 3, "template-helper", "'checkpoint' cannot be used here.")]
    [InlineData("a {{date}}", 1, 5, "template-helper", "'date' cannot be used here.")]
    [InlineData("{{uper inputs.x}}", 1, 3, "template-helper", "There is no helper 'uper'; did you mean 'upper'?")]
    [InlineData("{{signalbox_loop 0 inputs.x}}", 1, 3, "template-helper", "There is no helper 'signalbox_loop'")]
    [InlineData("{{upper}}", 1, 3, "template-helper", "'upper' is a helper and is written as {{upper text}}; here it has 0 arguments.")]
    [InlineData("{{eq inputs.x}}", 1, 3, "template-helper", "here it has 1 argument.")]
    [InlineData("{{upper inputs.list}}", 1, 3, "template-helper", "'upper' takes a text, and this is a list.")]
    [InlineData("{{join inputs.x}}", 1, 3, "template-helper", "'join' takes a list, and this is one value.")]
    [InlineData("{{#with inputs}}{{#if upper}}{{/if}}{{/with}}", 1, 23, "template-helper", "write 'this.upper'")]
    [InlineData("{{each inputs.list}}", 1, 3, "template-helper", "'each' is a block")]
    [InlineData("{{indent inputs.x 99}}", 1, 1, "template-helper", "'indent' takes a number of spaces from 0 to 40.")]
    [InlineData("{{> partial}}", 1, 1, "template-syntax", "Partials")]
    [InlineData("{{#> layout}}x{{/layout}}", 1, 4, "template-syntax", "There is no block")]
    [InlineData("{{* decorate}}", 1, 1, "template-syntax", "decorators")]
    [InlineData("{{#inputs}}x{{/inputs}}", 1, 4, "template-syntax", "There is no block '#inputs'")]
    [InlineData("{{^if inputs.t}}x{{/if}}", 1, 1, "template-syntax", "'^' is not part")]
    [InlineData("{{&inputs.x}}", 1, 1, "template-syntax", "'&' is not needed")]
    [InlineData("{{{{raw}}}}x{{{{/raw}}}}", 1, 1, "template-syntax", "Four braces")]
    [InlineData("{{#if inputs.t}}x", 1, 1, "template-syntax", "The block '#if' is never closed")]
    [InlineData("{{#if inputs.t}}x{{/each}}", 1, 18, "template-syntax", "is closed by {{/if}}, not by '/each'")]
    [InlineData("x{{/if}}", 1, 2, "template-syntax", "{{/if}} closes nothing.")]
    [InlineData("{{else}}", 1, 1, "template-syntax", "outside any block")]
    [InlineData("{{#if inputs.t}}{{else}}{{else}}{{/if}}", 1, 25, "template-syntax", "already has its {{else}}")]
    [InlineData("{{#each inputs.list}}{{else if inputs.t}}{{/each}}", 1, 22, "template-syntax", "Only {{else}}")]
    [InlineData("{{#if}}x{{/if}}", 1, 6, "template-syntax", "'#if' needs a value.")]
    [InlineData("{{#if eq inputs.i 3}}x{{/if}}", 1, 7, "template-helper", "'eq' is a helper")]
    [InlineData("a {{inputs.x", 1, 3, "template-syntax", "'}}' is missing")]
    [InlineData("{{{inputs.x}}", 1, 1, "template-syntax", "put a space between them")]
    [InlineData("{{upper 'x}}", 1, 9, "template-syntax", "The string that begins here is never closed.")]
    [InlineData("{{upper 'a\\'b'}}", 1, 9, "template-syntax", "A string cannot hold its own quote")]
    [InlineData("{{upper (lower 'a'}}", 1, 19, "template-syntax", "A ')' is missing.")]
    [InlineData("{{}}", 1, 3, "template-syntax", "An expression is empty")]
    [InlineData("{{3}}", 1, 3, "template-syntax", "stands alone")]
    [InlineData("{{\"x\"}}", 1, 3, "template-syntax", "begins with a name")]
    [InlineData("{{inputs.[x]}}", 1, 3, "template-helper", "")]
    [InlineData("{{inputs..x}}", 1, 3, "template-syntax", "is not a name")]
    [InlineData("{{inputs/x}}", 1, 3, "template-syntax", "is not a name")]
    [InlineData("{{x = 5}}", 1, 3, "template-helper", "")]
    [InlineData("{{!-- never", 1, 1, "template-syntax", "The comment that begins here is never closed.")]
    [InlineData("\\\\\\{{inputs.x}}", 1, 1, "template-syntax", "More than two backslashes")]
    public void Render_Faulty_SaysWhereAndWhat(string template, int line, int column, string code, string message)
    {
        var result = PromptTemplate.Render(template, Model);

        Assert.Null(result.Text);
        Assert.Equal((line, column, code), (result.Fault!.Line, result.Fault.Column, result.Fault.Code));
        Assert.Contains(message, result.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ThreeThousandNestedSubexpressions_IsRefused()
    {
        var template = "{{upper " + string.Concat(Enumerable.Repeat("(upper ", 3000)) + "'x'" + new string(')', 3000) + "}}";

        Assert.Equal("template-too-deep", PromptTemplate.Render(template, Model).Fault!.Code);
    }

    [Theory]
    [InlineData("{{#if inputs.t}}", "", "{{/if}}")]
    [InlineData("{{#each inputs.list}}{{#with @root}}", "", "{{/with}}{{/each}}")]
    public void Render_ThousandsOfNestedBlocks_IsRefused(string open, string inner, string close)
    {
        var template = string.Concat(Enumerable.Repeat(open, 1000)) + inner + string.Concat(Enumerable.Repeat(close, 1000));

        Assert.Equal("Blocks and parentheses are nested deeper than 32 levels.", PromptTemplate.Render(template, Model).Fault!.Message);
    }

    [Fact]
    public void Render_LongElseIfChain_IsRefused()
    {
        var template = "{{#if inputs.f}}" + string.Concat(Enumerable.Repeat("{{else if inputs.f}}", 2000)) + "{{/if}}";

        Assert.Equal("template-too-deep", PromptTemplate.Render(template, Model).Fault!.Code);
    }

    [Fact]
    public void Render_ThirtyTwoLevels_IsAllowed()
    {
        var template = string.Concat(Enumerable.Repeat("{{#if inputs.t}}", 32)) + "x" + string.Concat(Enumerable.Repeat("{{/if}}", 32));

        Assert.Equal("x", PromptTemplate.Render(template, Model).Text);
        Assert.Equal("X", PromptTemplate.Render("{{upper " + string.Concat(Enumerable.Repeat("(upper ", 32)) + "'x'" + new string(')', 32) + "}}", Model).Text);
    }

    [Fact]
    public void Render_TooLarge_IsRefused()
    {
        Assert.Equal("template-too-large", PromptTemplate.Render(new string('x', (64 * 1024) + 1), Model).Fault!.Code);
        Assert.Equal(64 * 1024, PromptTemplate.Render(new string('x', 64 * 1024), Model).Text!.Length);
    }

    [Fact]
    public void Render_OutputOverOneMebibyte_IsStopped()
    {
        var model = Map(("big", new string('é', 300_000)));

        Assert.Equal(300_000, PromptTemplate.Render("{{big}}", model).Text!.Length);
        Assert.Equal("The rendered text is larger than 1 MiB.", PromptTemplate.Render("{{big}}{{big}}", model).Fault!.Message);
    }

    [Fact]
    public void Render_LoopsInLoops_RunOutOfBudgetQuickly()
    {
        var model = Map(("list", Enumerable.Range(0, 200).Select(i => (object?)(long)i).ToList()));
        var clock = Stopwatch.StartNew();

        var fault = PromptTemplate.Render("a\n{{#each list}}{{#each @root.list}}{{#each @root.list}}{{/each}}{{/each}}{{/each}}", model).Fault!;

        Assert.Equal(("template-limit", 2, "The template's loops run more than 10,000 times."), (fault.Code, fault.Line, fault.Message));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Render_HelpersThatMultiplyText_RunOutOfBudget()
    {
        var model = Map(("list", Enumerable.Range(0, 100).Select(i => (object?)(long)i).ToList()), ("big", new string('\n', 500_000)));

        Assert.Equal("The template's helpers produce more than 16 MiB of text.", PromptTemplate.Render("{{#each list}}{{#if (eq (upper @root.big) '')}}{{/if}}{{/each}}", model).Fault!.Message);
        Assert.Equal("template-limit", PromptTemplate.Render("{{indent (indent big 40) 40}}", model).Fault!.Code);
    }

    [Fact]
    public void Render_ThousandsOfExpressions_IsRendered()
    {
        var template = string.Concat(Enumerable.Repeat("{{repository}} ", 2000));

        Assert.Equal(8_000, PromptTemplate.Render(template, Model).Text!.Length);
        Assert.Equal("The template has more than 2,000 expressions.", PromptTemplate.Render(template + "{{repository}}", Model).Fault!.Message);
    }

    [Fact]
    public void Render_SecondFaultyRenderAfterAGoodOne_DoesNotLeakBudget()
    {
        for (var i = 0; i < 3; i++)
        {
            var model = Map(("list", Enumerable.Range(0, 6000).Select(n => (object?)(long)n).ToList()));
            Assert.Equal("", PromptTemplate.Render("{{#each list}}{{/each}}", model).Text);
        }
    }

    [Fact]
    public void Render_ManyThreadsAndTemplates_EachGetsItsOwn()
    {
        Parallel.For(0, 400, i =>
        {
            var model = Map(("n", (long)i), ("list", new List<object?> { "a", "b" }));
            Assert.Equal($"{i % 200}:{i}:ab", PromptTemplate.Render(FormattableString.Invariant($"{i % 200}:{{{{n}}}}:{{{{#each list}}}}{{{{this}}}}{{{{/each}}}}"), model).Text);
        });
    }

    [Fact]
    public void Render_ModelThatIsNotPlain_Throws() =>
        Assert.Throws<ArgumentException>(() => PromptTemplate.Render("{{a}}", Map(("a", new Uri("http://localhost")))));

    [Fact]
    public void Scan_Template_FindsEveryNameWithItsPlace()
    {
        var scan = PromptTemplate.Scan("{{inputs.a}}\n {{#if (eq steps.x.outputs.y 'z')}}{{upper run.key}}{{/if}}");

        Assert.Empty(scan.Faults);
        Assert.Equal("inputs.a@1:3 steps.x.outputs.y@2:12 run.key@2:44", string.Join(' ', scan.References.Select(r => $"{r.Path}@{r.Line}:{r.Column}")));
    }

    [Fact]
    public void Scan_SeveralFaults_AllAreFound()
    {
        var scan = PromptTemplate.Scan("{{lookup a b}} {{upper}} {{learnin x}} {{#if x}}");

        Assert.Equal("1:3 template-helper, 1:18 template-helper, 1:28 template-helper, 1:40 template-syntax", string.Join(", ", scan.Faults.Select(f => $"{f.Line}:{f.Column} {f.Code}")));
    }

    [Fact]
    public void Render_RandomTemplates_NeverThrow()
    {
        string[] pieces =
        [
            "{{", "}}", "{{{", "}}}", "{", "}", "#if ", "#each ", "#with ", "#unless ", "/if", "/each", "/with", "else", "else if ", "inputs", "inputs.list", "inputs.people", "inputs.t", "this", "..", "../",
            ".", "@index", "@root", "(", ")", "upper ", "json ", "default ", "'a'", "\"b\"", " ", "\n", "~", "!", "!--", "--", "\\", "&", ">", "^", "*", "1", "-1", "true", "null", "=", "|", "[", "é", "name", "as |x|",
        ];
        var random = new Random(99);
        for (var i = 0; i < 2_000; i++)
        {
            var template = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => random.Next(4) == 0 ? "{{inputs.i}}" : pieces[random.Next(pieces.Length)]));
            var result = PromptTemplate.Render(template, Model);
            Assert.True((result.Text is null) != (result.Fault is null), template);
        }
    }

    [Fact]
    public void Render_WhateverTheScannerAccepts_HandlebarsAcceptsToo()
    {
        string[] blocks = ["{{#if @root.inputs.t}}B{{/if}}", "{{#each @root.inputs.list}}B{{/each}}", "{{#with @root.inputs}}B{{/with}}", "{{#unless @root.inputs.f}}B{{else}}C{{/unless}}", "{{#if @root.inputs.f}}B{{else if @root.inputs.t}}C{{else}}B{{/if}}"];
        string[] leaves = ["{{@root.inputs.x}}", "{{upper (default @root.inputs.none 'x')}}", "{{{@root.inputs.i}}}", "}", "\\{{x}}", "{ ", "\n", "{{~@root.repository~}}", "{{!c}}", "{{json @root.inputs.people}}", "}}}", "{{ne 1 2}}"];
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var template = "BCB";
            for (var n = random.Next(1, 7); n > 0; n--)
            {
                var at = template.IndexOf('B', StringComparison.Ordinal);
                template = at < 0 ? template : template[..at] + (random.Next(2) == 0 ? blocks[random.Next(blocks.Length)] : leaves[random.Next(leaves.Length)] + "B") + template[(at + 1)..];
            }

            var result = PromptTemplate.Render(template, Model);
            Assert.True(result.Fault is null, $"{template} => {result.Fault}");
        }
    }

    private static Dictionary<string, object?> Map(params (string Key, object? Value)[] entries) =>
        entries.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);

    [Theory]
    [InlineData("{{checkpoint 'plan'}}", "half done")]
    [InlineData("{{upper (checkpoint \"plan\")}}|{{checkpoint 'to-do'}}|", "HALF DONE||")]
    [InlineData("{{default (checkpoint 'to-do') 'nothing'}}", "nothing")]
    [InlineData("{{#each l}}{{.}} {{checkpoint 'plan'}}{{#if (checkpoint 'plan')}}!{{/if}};{{/each}}", "a half done!;b half done!;")]
    [InlineData("{{#each (default l (checkpoint 'plan'))}}{{this}}{{/each}}", "ab")]
    [InlineData("{{date}}", "2025-03-30")]
    [InlineData("{{date 'd.M.yyyy HH:mm'}} {{date \"M\"}}", "30.3.2025 04:05 3")]
    public void Render_HelpersOfTheRun_KnowTheirStepAndTime(string template, string expected)
    {
        var model = (IReadOnlyDictionary<string, object?>)PlainValue.FromJson("""{"checkpoints": {"plan": "half done", "to-do": null}, "now": "2025-03-30T06:05:07+02:00", "l": ["a", "b"]}""")!;

        Assert.Equal(new TemplateResult(expected, null), PromptTemplate.Render(template, model));
        Assert.Equal("template-helper: 'date' takes a format of the letters y, M, d, H, m and s, such as 'yyyy-MM-dd HH:mm'.", Fault("{{date 'qqq'}}"));
        Assert.Equal("", PromptTemplate.Render("{{checkpoint 'no-checkpoint-yet'}}", model).Text);

        string Fault(string wrong) => PromptTemplate.Render(wrong, model).Fault is { } fault ? $"{fault.Code}: {fault.Message}" : "";
    }
}
