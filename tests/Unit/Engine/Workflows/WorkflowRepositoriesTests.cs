using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>Workflows of one and of several repositories (spec 3, "Multi-Repository Workflows"), and the ports of their workspaces.</summary>
public sealed class WorkflowRepositoriesTests
{
    private const string Two = Head + "repositories: [web, api]\n";

    /// <summary>Spec 3: "No inheritance: In multi-repo workflows, tasks must explicitly declare their repository".</summary>
    [Theory]
    [InlineData("{id: a, run: ls}", "5:10 missing-key", "The workflow works in several repositories, so the step 'a' needs a 'repository', one of: web, api.")]
    [InlineData("{id: a, agent: claude, prompt: x}", "5:10 missing-key", "The workflow works in several repositories, so the step 'a' needs a 'repository', one of: web, api.")]
    [InlineData("{id: a, workflow: b}", "5:10 missing-key", "The workflow works in several repositories, so the step 'a' needs a 'repository', one of: web, api.")]
    [InlineData("{id: a, run: ls, repository: apu}", "5:34 unknown-repository", "The workflow has no repository 'apu'; did you mean 'api'?")]
    [InlineData("{id: a, run: ls, repository: mobile}", "5:34 unknown-repository", "The workflow has no repository 'mobile'; its repositories are: web, api.")]
    [InlineData("{id: a, repository: web, approval: {question: x}}", "5:13 key-not-for-this", null)]
    [Trait("Spec3", "No inheritance: In multi-repo workflows, tasks must explicitly declare their repository")]
    public void Parse_StepOfAWorkflowOfTwo_MustSayWhere(string step, string place, string? message)
    {
        var only = Only(Parse(Two + $"steps:\n  - {step}\n"));

        Assert.Equal(place, $"{only.Line}:{only.Column} {only.Code}");
        Assert.Equal(message ?? only.Message, only.Message);
    }

    [Fact]
    [Trait("Spec3", "Tasks: Optionally declare their `repository_id` to scope work to a specific repo")]
    public void Parse_EveryKindOfStepThatSaysWhere_IsValid()
    {
        var workflow = Valid(Two + """
            steps:
              - {id: a, repository: api, run: ls}
              - {id: b, repository: web, agent: claude, prompt: "{{repository}}", needs: [a]}
              - {id: c, approval: {question: "Both?"}, needs: [b]}
              - {id: d, repository: web, workflow: other, needs: [c], when: repository == 'web'}
            """);

        Assert.Equal(["web", "api"], workflow.Repositories);
        Assert.Equal(["api", "web", null, "web"], workflow.Steps.Select(s => s.Repository));
    }

    [Theory]
    [InlineData("[web, apj]", "3:21 unknown-repository", "There is no repository 'apj'; did you mean 'api'? Make it known with 'signalbox repo add PATH'.")]
    [InlineData("[mobile]", "3:16 unknown-repository", "There is no repository 'mobile'; those that are known are: api, web. Make it known with 'signalbox repo add PATH'.")]
    public void Parse_RepositoriesAreKnown_UnknownOneIsAnError(string named, string place, string message)
    {
        var known = new KnownRepositories(new HashSet<string>(StringComparer.Ordinal) { "web", "api" }, IsOnlyOne: false);
        var steps = named.Contains(',', StringComparison.Ordinal) ? "steps:\n  - {id: a, run: ls, repository: web}\n" : Steps;

        var only = Only(WorkflowParser.Parse(Head + $"repositories: {named}\n{steps}", "w.yaml", knownRepositories: known));

        Assert.Equal($"{place} {message}", $"{only.Line}:{only.Column} {only.Code} {only.Message}");
    }

    /// <summary>Spec 3: "Per-repo mode: Continues as single-repo isolation".</summary>
    [Fact]
    [Trait("Spec3", "Per-repo mode: Continues as single-repo isolation")]
    public void Parse_PerRepositoryMode_RefusesSeveral()
    {
        var known = new KnownRepositories(new HashSet<string>(StringComparer.Ordinal) { "web" }, IsOnlyOne: true);

        var only = Only(WorkflowParser.Parse(Two + "steps:\n  - {id: a, run: ls, repository: web}\n", "w.yaml", knownRepositories: known));

        Assert.Equal((3, 21, DiagnosticCodes.NotAllowed), (only.Line, only.Column, only.Code));
        Assert.StartsWith("This data directory belongs to one repository (per-repository mode)", only.Message, StringComparison.Ordinal);
        Assert.True(WorkflowParser.Parse(Head + "repositories: [web]\n" + Steps, "w.yaml", knownRepositories: known).IsValid);
    }

    [Fact]
    public void Parse_Ports_AreNamesThatEnvironmentAndTemplatesKnow()
    {
        var workflow = Valid(Head + """
            ports: [PORT, DB_PORT]
            env: {URL: "http://localhost:{{env.PORT}}"}
            steps:
              - {id: a, agent: claude, prompt: "{{env.URL}} {{env.DB_PORT}}", env: {ALSO: "{{env.DB_PORT}}"}}
            """);

        Assert.Equal(["PORT", "DB_PORT"], workflow.Ports);
    }

    [Fact]
    public void Parse_PortThatIsNotDeclared_IsUnknown() =>
        Assert.Equal("unknown-name", Only(Parse(Head + "ports: [PORT]\nsteps:\n  - {id: a, agent: claude, prompt: '{{env.DB_PORT}}'}\n")).Code);
}
