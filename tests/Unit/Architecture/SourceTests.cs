namespace Signalbox.Unit.Architecture;

public sealed class SourceTests
{
    private static IEnumerable<(string Path, string Text)> OurCode =>
        [.. RepositoryFiles.Under("src", ".cs"), .. RepositoryFiles.Under("tests", ".cs"), .. RepositoryFiles.Under("eng", ".cs")];

    [Fact]
    public void Files_OfTheProduct_HoldOnePublicTypeNamedAsTheFile() =>
        Rule.Holds([.. RepositoryFiles.Under("src", ".cs").SelectMany(f => SourceRules.OneTypeNamedAsTheFile(f.Path, f.Text))]);

    [Fact]
    public void Files_OfTheProduct_StayShort()
    {
        var long_ = RepositoryFiles.Under("src", ".cs", ".razor", ".ts", ".mjs", ".css")
            .Select(f => (f.Path, Lines: SourceRules.Lines(f.Text)))
            .Where(f => f.Lines > SourceRules.ManyLines)
            .OrderByDescending(f => f.Lines)
            .ToList();
        foreach (var (path, lines) in long_)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{lines} lines, asks to be two things: {path}");
        }

        Rule.Holds([.. long_.Where(f => f.Lines > SourceRules.MostLines).Select(f => $"{f.Path}: {f.Lines} lines, the most is {SourceRules.MostLines}")]);
    }

    // The framework tells the parameters of a query while it walks through those who asked for them: a component that a navigation brings or takes away breaks the circuit.
    [Fact]
    public void Queries_OfAddresses_AreReadByPagesOnly()
    {
        var parts = RepositoryFiles.Under("src/Dashboard/Components", ".razor", ".cs").ToList();
        var pages = parts.Where(f => f.Path.EndsWith(".razor", StringComparison.Ordinal) && f.Text.Contains("@page ", StringComparison.Ordinal)).Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var readers = parts.Where(f => f.Text.Contains("[SupplyParameterFromQuery", StringComparison.Ordinal)).Select(f => f.Path).ToList();
        Assert.NotEmpty(readers);
        Rule.Holds([.. readers.Where(p => !pages.Contains(p.EndsWith(".cs", StringComparison.Ordinal) ? p[..^3] : p)).Select(p => $"{p}: reads the query of the address and is no page: have its page give it")]);
    }

    [Fact]
    public void Enums_OfTheProduct_SayTheirValues() =>
        Rule.Holds([.. RepositoryFiles.Under("src", ".cs").SelectMany(f => SourceRules.EnumValuesAreExplicit(f.Path, f.Text))]);

    [Fact]
    public void Suppressions_Everywhere_SayWhy() =>
        Rule.Holds([.. OurCode.SelectMany(f => SourceRules.SuppressionsHaveReasons(f.Path, f.Text))]);

    [Fact]
    public void OpenEnds_Everywhere_NameAnIssue() =>
        Rule.Holds([.. OurCode.Concat(RepositoryFiles.Under("src", ".razor", ".ts", ".css")).SelectMany(f => SourceRules.OpenEndsNameAnIssue(f.Path, f.Text))]);

    [Fact]
    public void TopLevelTypes_OfTheEngine_AreThePublicTypesOfItsAssembly()
    {
        var inSource = RepositoryFiles.Under("src/Engine", ".cs")
            .SelectMany(f => SourceRules.TopLevelTypes(CSharpText.Of(f.Text).Code))
            .Where(t => t.IsPublic).Select(t => t.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var inAssembly = AssemblyScan.OfNeighbour("Signalbox.Engine.dll").PublicTypes
            .Select(t => t[(t.LastIndexOf('.') + 1)..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.Equal(inAssembly, inSource, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("a/Wrong.cs", "namespace N;\n\npublic sealed class Right;", "a/Wrong.cs:3: holds Right, so its name should be Right.cs")]
    [InlineData("a/First.cs", "namespace N;\npublic record First(int A);\npublic enum Second { A = 1 }", "a/First.cs:1: 2 public types: First, Second")]
    [InlineData("a/Wrong.cs", "namespace N;\n/// <summary>class Wrong</summary>\ninternal readonly record struct Right;", "a/Wrong.cs:3: holds Right, so its name should be Right.cs")]
    [InlineData("a/D.cs", "public delegate Task<int> E(int x);", "a/D.cs:1: holds E, so its name should be E.cs")]
    public void OneTypeNamedAsTheFile_SampleThatBreaksIt_IsFound(string path, string text, string finding) =>
        Assert.Equal([finding], SourceRules.OneTypeNamedAsTheFile(path, text), StringComparer.Ordinal);

    [Theory]
    [InlineData("Run.cs", "public sealed class Run { public enum Inner { A = 0 } }\ninternal sealed class Helper;")]
    [InlineData("RunPage.razor.cs", "public partial class RunPage;")]
    [InlineData("Text.cs", "public static class Text { const string S = \"{\"; }\n// public class Other\ninternal static class X { const string Y = $\"{{{Z}\\\"}}\"; }")]
    [InlineData("Usings.cs", "global using System.Text;")]
    public void OneTypeNamedAsTheFile_SampleThatKeepsIt_IsNotFound(string path, string text) =>
        Assert.Empty(SourceRules.OneTypeNamedAsTheFile(path, text));

    [Theory]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\nb\n", 2)]
    public void Lines_OfText_AreThoseOfAnEditor(string text, int lines) => Assert.Equal(lines, SourceRules.Lines(text));

    [Fact]
    public void EnumValuesAreExplicit_SampleWithoutValue_IsFound() =>
        Assert.Equal(
            ["E.cs:2: E.Second has no value"],
            SourceRules.EnumValuesAreExplicit("E.cs", "namespace N;\npublic enum E : byte\n{\n    /// <summary>A, and = b.</summary>\n    [X(1, 2)]\n    First = 1,\n    Second,\n}"),
            StringComparer.Ordinal);

    [Theory]
    [InlineData("#pragma warning disable CA1031\nx();")]
    [InlineData("#pragma warning disable CA1031 //\nx();")]
    [InlineData("[SuppressMessage(\"A\", \"B\")]\nvoid X();")]
    [InlineData("[assembly: SuppressMessage(\"A\", \"B\", Justification = \"\")]")]
    public void SuppressionsHaveReasons_SampleWithoutReason_IsFound(string text) =>
        Assert.Single(SourceRules.SuppressionsHaveReasons("S.cs", text));

    [Theory]
    [InlineData("#pragma warning disable CA1031 // one bad file must not stop the rest\nx();")]
    [InlineData("#pragma warning disable CA1031\n// one bad file must not stop the rest\nx();")]
    [InlineData("[SuppressMessage(\"A\", \"B\",\n    Justification = \"the name is the format's\")]")]
    [InlineData("const string S = \"#pragma warning disable CA1031\";")]
    public void SuppressionsHaveReasons_SampleWithReason_IsNotFound(string text) =>
        Assert.Empty(SourceRules.SuppressionsHaveReasons("S.cs", text));

    [Theory]
    [InlineData("S.cs", "x(); // TODO: later", "S.cs:1: TODO: later")]
    [InlineData("S.cs", "/* a\n   FIXME b */", "S.cs:2: FIXME b")]
    [InlineData("s.ts", "a\n// HACK around it", "s.ts:2: // HACK around it")]
    public void OpenEndsNameAnIssue_SampleWithoutNumber_IsFound(string path, string text, string finding) =>
        Assert.Equal([finding], SourceRules.OpenEndsNameAnIssue(path, text), StringComparer.Ordinal);

    [Theory]
    [InlineData("// TODO(#12): later")]
    [InlineData("var url = \"http://x/TODO\"; // the way to do it")]
    [InlineData("var t = $\"{(a ? \"TODO\" : $\"{b}\")} // TODO\";")]
    [InlineData("var t = \"\"\"\n  // TODO \" here\n  \"\"\";")]
    [InlineData("var t = $$\"\"\"{ {{x + \"}\"}} // TODO } \"\"\"; var c = '\"'; var d = @\"\\\"; var e = \"// TODO\";")]
    public void OpenEndsNameAnIssue_SampleThatKeepsIt_IsNotFound(string text) =>
        Assert.Empty(SourceRules.OpenEndsNameAnIssue("S.cs", text));
}
