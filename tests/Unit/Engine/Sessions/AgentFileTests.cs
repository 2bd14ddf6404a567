using System.Text.Json.Nodes;
using Signalbox.Engine.Sessions;

namespace Signalbox.Unit.Engine.Sessions;

/// <summary>Spec 4, 1.2 Agent File Format (.af).</summary>
public sealed class AgentFileTests
{
    private static readonly AgentFileContext Context = new(
        "backend-001", "backend", new DateTimeOffset(2026, 1, 27, 10, 0, 0, TimeSpan.Zero), "workflow-improvements-2026", ".worktrees/backend", AgentSessionStatus.Active, 3, 10,
        ["Bash", "Read", "Write", "Edit", "Grep", "Glob"], ["github", "semgrep"]);

    [Fact]
    [Trait("Spec4", "1.2 Agent File Format (.af): the example")]
    public void Spec4_ItsOwnExample_IsReadValueByValueAndWrittenBackWithoutLoss()
    {
        var file = Read(SpecTexts.AgentFile);

        Assert.Equal("BE-003", file.Memory.CurrentTask);
        Assert.Equal([".ai/workflow/parallel/worktree_manager.sh"], file.Memory.RecentFiles);
        Assert.Equal(["Use linked worktrees for efficiency"], file.Memory.RecentDecisions);
        Assert.Equal(["Scripts use bash with strict mode", "Error handling via set -e"], file.Memory.ProjectPatterns);
        Assert.Equal(["Prefer functions over inline code", "Always add usage() function"], file.Memory.LearnedPreferences);
        AssertSame(SpecTexts.AgentFile, file.Render());
    }

    [Fact]
    [Trait("Spec4", "1.2 Agent File Format (.af): version, agent, memory, context, state, tools")]
    public void Create_FromWhatTheEngineKnows_HasTheSpecsExactShape()
    {
        var file = AgentFile.Create(Context);
        file.Memory = Read(SpecTexts.AgentFile).Memory;

        AssertSame(SpecTexts.AgentFile, file.Render());
        Assert.Equal(Names(JsonNode.Parse(SpecTexts.AgentFile)!), Names(JsonNode.Parse(file.Render())!));
    }

    [Fact]
    public void Update_OfAFileThatWasEdited_ChangesWhatIsTheEnginesAndNothingElse()
    {
        var edited = JsonNode.Parse(SpecTexts.AgentFile)!;
        edited["mood"] = "fine";
        edited["memory"]!["long_term"]!["project_patterns"]!.AsArray().Add("Größe in Byte");
        edited["memory"]!["dreams"] = new JsonObject { ["n"] = 1.50m };
        edited["state"]!["since"] = 12345678901234567890m;
        var file = Read(edited.ToJsonString());

        file.Update(Context with { Status = AgentSessionStatus.Blocked, IterationCount = 4 });

        edited["state"]!["status"] = "BLOCKED";
        edited["state"]!["iteration_count"] = 4;
        AssertSame(edited.ToJsonString(), file.Render());
        Assert.Contains("Größe", file.Render(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"version\": 1}", "version is not a text")]
    [InlineData("{\"version\": \"1.0\", \"agent\": {\"id\": \"a\"}}", "agent.role is not a text")]
    [InlineData("{\"version\": \"1.0\", \"agent\": {\"id\": \"a\", \"role\": \"r\"}, \"state\": {\"status\": \"DANCING\"}}", "state.status is 'DANCING'")]
    [InlineData("{\"version\": \"1.0\", \"agent\": {\"id\": \"a\", \"role\": \"r\"}, \"state\": {\"status\": \"PAUSED\", \"iteration_count\": -1}}", "state.iteration_count")]
    [InlineData("{\"version\": \"1.0\", \"agent\": {\"id\": \"a\", \"role\": \"r\"}, \"state\": {\"status\": \"PAUSED\"}, \"memory\": []}", "memory is not an object")]
    [InlineData("{\"version\": \"1.0\", \"agent\": {\"id\": \"a\", \"role\": \"r\"}, \"state\": {\"status\": \"PAUSED\"}, \"tools\": {\"allowed\": [1]}}", "tools.allowed is not a list of texts")]
    [InlineData("{\"version\": \"1.0\", \"version\": \"1.0\"}", "no JSON")]
    public void Parse_WhatIsNoAgentFile_SaysWhy(string text, string why)
    {
        var parse = AgentFile.Parse(text);
        Assert.Null(parse.File);
        Assert.Contains(why, parse.Fault, StringComparison.Ordinal);
    }

    /// <summary>Names that nobody knows, at any depth, with values of any kind: all of them are written back.</summary>
    [Fact]
    [Trait("Spec4", "FR-101: No data loss between sessions")]
    public void RoundTrip_OfRandomlyEditedFiles_LosesNothing()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var root = JsonNode.Parse(SpecTexts.AgentFile)!.AsObject();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var at = new[] { root, root["agent"], root["memory"], root["memory"]!["short_term"], root["memory"]!["long_term"], root["context"], root["state"], root["tools"] }[random.Next(8)]!.AsObject();
                at[$"own{random.Next(100_000)}"] = Value(random, 0);
            }

            foreach (var list in new[] { root["memory"]!["long_term"]!["project_patterns"]!, root["tools"]!["allowed"]!, root["memory"]!["short_term"]!["recent_files"]! })
            {
                list.AsArray().Add(Text(random));
            }

            var text = root.ToJsonString();
            var file = Read(text);
            AssertSame(text, file.Render());

            file.Update(Context with { IterationCount = 9 });
            root["state"]!["iteration_count"] = 9;
            root["tools"]!["allowed"] = new JsonArray([.. Context.ToolsAllowed.Select(t => (JsonNode?)t)]);
            AssertSame(root.ToJsonString(), file.Render());
            AssertSame(file.Render(), Read(file.Render()).Render());
        }
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 2 ? 5 : 7) switch
    {
        0 => null,
        1 => random.Next(),
        2 => random.NextDouble() * 1e9,
        3 => random.Next(2) == 0,
        4 => Text(random),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject([.. Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create($"{i}{Text(random)}", Value(random, depth + 1)))]),
    };

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "ab\"\\/\u00e4\u2602 \n\t<>&"[random.Next(13)]));

    private static IEnumerable<string> Names(JsonNode node, string path = "") => node is not JsonObject names ? [] : names.SelectMany(n => Names(n.Value!, $"{path}.{n.Key}").Prepend($"{path}.{n.Key}"));

    private static void AssertSame(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"{expected}\n=>\n{actual}");

    private static AgentFile Read(string text)
    {
        var parse = AgentFile.Parse(text);
        Assert.Null(parse.Fault);
        return parse.File!;
    }
}
