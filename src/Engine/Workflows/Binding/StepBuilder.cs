namespace Signalbox.Engine.Workflows.Binding;

/// <summary>Makes the definition of a step of a file without errors.</summary>
internal static class StepBuilder
{
    public static StepDefinition Build(StepDraft step, DefaultsSection defaults, StepGraph graph)
    {
        var isForWorkers = step.IsForWorkers(defaults);
        var agent = step.Kind == StepKinds.Agent && !isForWorkers ? defaults.AgentOf(step.Agent) : null;
        var context = step.Section.Context;
        var with = step.With.ToDictionary(w => w.Name.Text, w => w.Value.Expression, StringComparer.Ordinal);
        var built = new StepDefinition
        {
            Id = step.Id!.Text,
            Name = step.Name ?? step.Id.Text,
            Line = context.Bag.Source.Position(step.Section.Node.Start).Line,
            Kind = KindOf(step),
            Needs = [.. step.Needs.Select(n => n.Text)],
            Agent = agent?.Id ?? WhoElse(step.Kind),
            Model = agent?.Model,
            Prompt = step.Prompt?.Text,
            Run = step.Run?.Text,
            Env = EnvSection.ToDictionary(step.Env),
            Timeout = TimeSpan.FromSeconds(step.TimeoutSeconds ?? defaults.TimeoutSeconds ?? StepSection.DefaultTimeoutSeconds),
            Retry = step.Retry.Over(defaults.Retry),
            ContinueOnError = step.ContinueOnError,
            Outputs = step.Outputs,
            When = step.When?.Expression.Knowing(with),
            With = with,
            Secrets = [.. step.Secrets.Select(s => s.Text)],
            Repository = step.Repository?.Text,
            Verify = step.Verify,
            ExpectChanges = step.ExpectChanges,
            ForEach = step.ForEach is { In: { } list } loop ? new ForEachDefinition(list.Expression, loop.As, loop.MaxParallel) : null,
            Approval = step.Approval?.Definition,
            ChangeApproval = step.ChangeApproval ?? ChangeApproval.Auto,
            Workflow = step.Workflow?.Text,
            Cache = step.Cache,
            Next = [.. step.Next.Select(e => new NextEdge(EdgeGraph.Target(e, graph), e.When?.Expression.Knowing(with)))],
            Priority = step.Priority ?? 0,
            Informs = [.. step.Informs.Select(i => i.Text)],
            Iterate = step.Iterate,
            AcceptanceCriteria = [.. step.AcceptanceCriteria.Select(c => c.Text)],
            DoneWhen = step.DoneWhen,
            Methodology = step.Methodology ?? Methodology.Standard,
            Capabilities = [.. step.Capabilities.Select(c => c.Text).Distinct(StringComparer.Ordinal)],
            Role = step.Role?.Text,
            Tools = step.Tools,
            Feature = step.Feature?.Text,
            TaskType = step.TaskType,
        };
        // what is not written keeps the default of the definition
        built = agent is null || agent.Options.Count == 0 ? built : built with { AgentOptions = agent.Options };
        built = step.MaxVisits is { } visits ? built with { MaxVisits = visits } : built;
        return step.Shell is null ? built : built with { Shell = step.Shell };
    }

    private static StepKind KindOf(StepDraft step) => step.Kind switch
    {
        StepKinds.Shell => StepKind.Shell,
        StepKinds.Approval => StepKind.Approval,
        StepKinds.Workflow => StepKind.Workflow,
        _ => StepKind.Agent,
    };

    /// <summary>Who does the work of a step that has no agent: the shell, a person, another run, whoever claims it.</summary>
    private static string WhoElse(StepKinds kind) => kind switch
    {
        StepKinds.Approval => "person",
        StepKinds.Workflow => "workflow",
        StepKinds.Agent => StepDefinition.AnyWorker,
        _ => "shell",
    };
}
