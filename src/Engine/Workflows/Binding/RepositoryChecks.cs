using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>The repositories of a workflow and of its steps (spec 3, "Multi-Repository Workflows").</summary>
internal static class RepositoryChecks
{
    public static void Check(IReadOnlyList<ScalarNode> repositories, IReadOnlyList<StepDraft> steps, BindContext context)
    {
        Known(repositories, context);
        foreach (var step in steps)
        {
            if (step.Repository is { } repository)
            {
                Named(repository, repositories, context);
            }
            else if (repositories.Count > 1 && step.Kind is StepKinds.Agent or StepKinds.Shell or StepKinds.Workflow)
            {
                context.Error(
                    (YamlNode?)step.Id ?? step.Section.Node,
                    DiagnosticCodes.MissingKey,
                    $"The workflow works in several repositories, so {Called(step)} needs a 'repository', one of: {Wording.List(repositories.Select(r => r.Text))}.");
            }
        }
    }

    private static void Known(IReadOnlyList<ScalarNode> repositories, BindContext context)
    {
        if (context.KnownRepositories is not { } known)
        {
            return;
        }

        if (known.IsOnlyOne && repositories.Count > 1)
        {
            context.Error(
                repositories[1],
                DiagnosticCodes.NotAllowed,
                "This data directory belongs to one repository (per-repository mode), and a workflow in it works in that one only; use the global data directory for several.");
            return;
        }

        foreach (var unknown in repositories.Where(r => !known.Names.Contains(r.Text)))
        {
            context.Error(
                unknown,
                DiagnosticCodes.UnknownRepository,
                $"There is no repository {Wording.Quote(unknown.Text)}{Wording.Hint(unknown.Text, known.Names.Order(StringComparer.Ordinal), "those that are known are")} Make it known with 'signalbox repo add PATH'.");
        }
    }

    private static void Named(ScalarNode repository, IReadOnlyList<ScalarNode> repositories, BindContext context)
    {
        if (!repositories.Any(r => string.Equals(r.Text, repository.Text, StringComparison.Ordinal)))
        {
            context.Error(repository, DiagnosticCodes.UnknownRepository, repositories.Count == 0
                ? $"The workflow names no repositories; write 'repositories: [{repository.Text}]' at the top, or leave this away."
                : $"The workflow has no repository {Wording.Quote(repository.Text)}{Wording.Hint(repository.Text, repositories.Select(r => r.Text), "its repositories are")}");
        }
    }

    private static string Called(StepDraft step) => step.Id is { } id ? $"the step {Wording.Quote(id.Text)}" : "this step";
}
