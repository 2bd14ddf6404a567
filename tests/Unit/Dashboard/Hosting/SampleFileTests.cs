using Signalbox.Unit.Architecture;
using YamlDotNet.RepresentationModel;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>The samples: what the server carries, and what people copy.</summary>
public sealed class SampleFileTests
{
    [Fact]
    [Trait("Spec4", "4.1 integrations/github_actions")]
    public void GitHubActions_Sample_ChecksAndRunsAWorkflow()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(RepositoryFiles.Absolute("samples/ci/signalbox.yml"))));
        var root = (YamlMappingNode)Assert.Single(stream.Documents).RootNode;

        Assert.Equal(["pull_request"], ((YamlMappingNode)root["on"]).Children.Keys.Select(k => k.ToString()));
        Assert.Equal("read", root["permissions"]["contents"].ToString());
        var job = Assert.Single(((YamlMappingNode)root["jobs"]).Children).Value;
        Assert.Equal("ubuntu-latest", job["runs-on"].ToString());
        var steps = ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>().ToList();
        Assert.All(steps, s => Assert.True(s.Children.ContainsKey("run") != s.Children.ContainsKey("uses"), "a step either runs or uses"));
        var scripts = steps.Where(s => s.Children.ContainsKey("run")).Select(s => s["run"].ToString()).ToList();
        Assert.Equal(3, scripts.Count);
        Assert.StartsWith("dotnet publish .signalbox-source/src/Dashboard ", scripts[0], StringComparison.Ordinal);
        Assert.Equal(["signalbox workflow validate .signalbox/workflows/*.yaml", "signalbox workflow run \"$WORKFLOW\" --wait --follow"], scripts[1..]);
    }

    [Fact]
    public void Server_Carries_WhatTheFirstStartPutsInPlaceAndNothingElse()
    {
        var carried = Path.Combine(AppContext.BaseDirectory, "samples");

        Assert.Equal(["repository", "workflows"], Directory.GetFileSystemEntries(carried).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            Directory.GetFiles(RepositoryFiles.Absolute("samples/workflows")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(carried, "workflows")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(carried, "repository", "README.md")));
    }
}
