using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Runs;

/// <summary>Makes attempts: renders prompt and environment, prepares the folder. Nothing is started here.</summary>
internal sealed class AttemptFactory(RunState state, WorkflowDefinition workflow, IAgentCatalog agents, TimeProvider time)
{
    /// <summary>A new attempt with its prompt written to its folder.</summary>
    public async Task<PreparedAttempt> PrepareAsync(StepDefinition step, StepRun stepRun, int number, CancellationToken cancellationToken)
    {
        var directory = RunFolder.Attempt(state.Run, stepRun, number);
        PrivateFiles.CreateFolder(directory);
        PrivateFiles.CreateFolder(Path.Combine(directory, "outputs"));
        var model = await StepModel.BuildAsync(state, workflow, cancellationToken);
        var (prompt, environment, fault) = Render(step, model);
        var work = prompt ?? step.Run ?? "";
        var attempt = new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = stepRun.Id,
            RunId = state.Run.Id,
            Number = number,
            Agent = step.Agent,
            Model = step.Model,
            Directory = directory,
            PromptHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(work))),
            StartedAt = time.GetUtcNow(),
        };
        fault = StepNeeds.Missing(agents, step, state.Workspace!) ?? fault;
        if (fault is not null)
        {
            return new PreparedAttempt(attempt, null, fault);
        }

        if (prompt is null)
        {
            // An agent writes the prompt that it is given itself; of a script people look for the same file.
            await PrivateFiles.WriteAsync(Path.Combine(directory, "prompt.md"), work, cancellationToken);
        }

        return new PreparedAttempt(attempt, Request(step, attempt, prompt, environment, reattach: false), null);
    }

    /// <summary>The request for an attempt that an earlier server began: its files have all that is needed.</summary>
    public AgentRequest Reattach(StepDefinition step, Attempt attempt) =>
        Request(step, attempt, prompt: null, new Dictionary<string, string>(StringComparer.Ordinal), reattach: true);

    /// <summary>The request that stops an attempt and drains its log, whatever has become of its workflow.</summary>
    public static AgentRequest ForStop(RunState state, Attempt attempt) => new()
    {
        RunId = state.Run.Id,
        Epoch = state.Run.Epoch,
        AttemptId = attempt.Id,
        Directory = attempt.Directory,
        WorkingDirectory = attempt.Directory,
        Timeout = TimeSpan.FromMinutes(1),
        Reattach = true,
    };

    private AgentRequest Request(StepDefinition step, Attempt attempt, string? prompt, IReadOnlyDictionary<string, string> environment, bool reattach) => new()
    {
        RunId = state.Run.Id,
        Epoch = state.Run.Epoch,
        AttemptId = attempt.Id,
        AttemptNumber = attempt.Number,
        RunKey = state.Run.Key,
        StepId = step.Id,
        Directory = attempt.Directory,
        WorkingDirectory = state.Workspace!.Path,
        Prompt = prompt,
        Script = step.Run,
        Shell = step.Shell,
        Model = step.Model,
        Options = step.AgentOptions,
        Environment = environment,
        Timeout = step.Timeout,
        Reattach = reattach,
    };

    /// <summary>The workflow's environment first; the step's sees it as <c>env.X</c> and stands over it; the prompt sees both.</summary>
    private (string? Prompt, IReadOnlyDictionary<string, string> Environment, string? Fault) Render(StepDefinition step, Dictionary<string, object?> model)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var layer in (IReadOnlyDictionary<string, string>[])[workflow.Env, step.Env])
        {
            model["env"] = environment.ToDictionary(e => e.Key, object? (e) => e.Value, StringComparer.Ordinal);
            foreach (var (name, value) in layer)
            {
                var rendered = PromptTemplate.Render(value, model);
                if (rendered.Text is null)
                {
                    return (null, environment, $"env {name}: {rendered.Fault!.Message} (line {rendered.Fault.Line} of the value)");
                }

                environment[name] = rendered.Text;
            }
        }

        if (step.Prompt is null)
        {
            return (null, environment, null);
        }

        model["env"] = environment.ToDictionary(e => e.Key, object? (e) => e.Value, StringComparer.Ordinal);
        var prompt = PromptTemplate.Render(step.Prompt, model);
        return prompt.Text is null ? (null, environment, $"prompt, line {prompt.Fault!.Line}: {prompt.Fault.Message}") : (prompt.Text, environment, null);
    }
}
