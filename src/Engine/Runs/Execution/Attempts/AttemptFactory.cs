using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Files;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>Makes attempts: renders prompt and environment, prepares the folder. Nothing is started here.</summary>
internal sealed class AttemptFactory(RunState state, WorkflowDefinition workflow, StepModels models, RunSessionServices services, SessionWriter writer)
{
    /// <summary>A new attempt with its prompt written to its folder.</summary>
    public async Task<PreparedAttempt> PrepareAsync(StepDefinition step, StepRun stepRun, int number, CancellationToken cancellationToken)
    {
        var directory = RunFolder.Attempt(state.Run, stepRun, number);
        PrivateFiles.CreateFolder(Path.Combine(directory, "outputs"));
        var model = await ModelAsync(stepRun, cancellationToken);
        var tools = StepTools.Of(step, services.Agents);
        var secrets = StepSecrets.Of(step, workflow, state.Run, services.Secrets, [.. tools?.McpServers.SelectMany(s => s.Secrets) ?? []]);
        secrets.ShowIn(model);
        var fault = secrets.Fault ?? writer.Sessions?.Exceeded(step, stepRun) ?? models.Complete(model, step, stepRun);
        if (fault is null && StepBrief.NamesMessages(step) && services.Agents.Find(stepRun.Agent) is not IPooledAgent)
        {
            // Who claims the step gets its messages with the claim.
            model["messages"] = await MessagesAsync(step, stepRun, cancellationToken);
        }

        var environment = new Dictionary<string, string>(secrets.Environment, StringComparer.Ordinal);
        string? prompt = null;
        if (fault is null)
        {
            models.AddPorts(environment, stepRun);
            (prompt, fault) = Render(step, stepRun, model, environment);
        }

        var work = prompt ?? step.Run ?? "";
        var attempt = new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = stepRun.Id,
            RunId = state.Run.Id,
            Number = number,
            Agent = stepRun.Agent,
            Model = ModelOf(step, stepRun),
            Directory = directory,
            Node = services.Cluster?.Node.Id,
            PromptHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(work))),
            SecretNames = secrets.Names,
            StartedAt = services.Time.GetUtcNow(),
        };
        fault = StepNeeds.Missing(services.Agents, stepRun.Agent, step.Id, state.WorkspaceOf(stepRun)!) ?? StepTools.Missing(step, stepRun.Agent, services.Agents) ?? StepFeature.Of(step, workflow, state.Run).Fault ?? fault;
        if (fault is not null)
        {
            return new PreparedAttempt(attempt, null, fault);
        }

        if (prompt is null)
        {
            // An agent writes the prompt that it is given itself; of a script people look for the same file.
            await PrivateFiles.WriteAsync(Path.Combine(directory, "prompt.md"), work, cancellationToken);
        }

        var left = await EarlierOutputs.RememberAsync(state, step, stepRun, attempt, cancellationToken);
        var cacheKey = step.Cache ? KeyOf(step, stepRun, work) : null;
        var asked = prompt is null ? null : prompt + EarlierOutputs.Brief(left);
        var cached = cacheKey is null ? null : await services.Cache.FindAsync(cacheKey, services.Time.GetUtcNow() - services.CacheLimits.MaxAge, cancellationToken);
        return new PreparedAttempt(attempt, Request(step, stepRun, attempt, asked, environment, secrets.Values, reattach: false), null)
        {
            CacheKey = cacheKey,
            Cached = cached,
            Rendered = asked is null || cached is not null ? null : writer.Measures.Rendered(attempt, asked.Length, EarlierContext.CharactersOf(state, step, stepRun, prompt!, model)),
        };
    }

    /// <summary>The request for an attempt that an earlier server began: its files have all that is needed.</summary>
    public AgentRequest Reattach(StepDefinition step, StepRun stepRun, Attempt attempt) =>
        Request(step, stepRun, attempt, prompt: null, new Dictionary<string, string>(StringComparer.Ordinal), StepSecrets.ValuesOf(attempt.SecretNames, services.Secrets), reattach: true);

    /// <summary>The request that stops an attempt and drains its log, whatever has become of its workflow.</summary>
    public static AgentRequest ForStop(RunState state, Attempt attempt, IReadOnlyList<string> secrets) => new()
    {
        RunId = state.Run.Id,
        Epoch = state.Run.Epoch,
        AttemptId = attempt.Id,
        Directory = attempt.Directory,
        WorkingDirectory = attempt.Directory,
        Timeout = TimeSpan.FromMinutes(1),
        Secrets = secrets,
        Reattach = true,
    };

    /// <summary>What its agent is told beside the prompt: why it is visited again, and its messages.</summary>
    private async Task<string> MessagesAsync(StepDefinition step, StepRun stepRun, CancellationToken cancellationToken)
    {
        var delivered = await services.Inbox.TakeAsync(stepRun.Agent, step.Role, stepRun.Id, cancellationToken);
        return stepRun.Comment is { Length: > 0 } comment && delivered.Length > 0 ? $"{comment}\n{delivered}" : stepRun.Comment ?? delivered;
    }

    private async Task<Dictionary<string, object?>> ModelAsync(StepRun step, CancellationToken cancellationToken)
    {
        if (services.Sessions is { } sessions && state.Version.Yaml.Contains("learning", StringComparison.Ordinal))
        {
            // As they are now: a person may accept one while the run goes on.
            models.Learnings = await sessions.Learnings.ForPromptAsync(state.RepositoryOf(step), cancellationToken);
        }

        return await models.BuildAsync(cancellationToken);
    }

    private AgentRequest Request(
        StepDefinition step, StepRun stepRun, Attempt attempt, string? prompt, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> secrets, bool reattach)
    {
        var isOwnAgent = string.Equals(stepRun.Agent, step.Agent, StringComparison.Ordinal);
        var session = ResumedSession.Of(state.AttemptsOf(stepRun), attempt.Number, stepRun.Agent, state.WentBackAt);
        return new AgentRequest
        {
            RunId = state.Run.Id,
            Epoch = state.Run.Epoch,
            AttemptId = attempt.Id,
            AttemptNumber = attempt.Number,
            RunKey = state.Run.Key,
            StepId = step.Id,
            Directory = attempt.Directory,
            WorkingDirectory = state.WorkspaceOf(stepRun)!.Path,
            Prompt = prompt,
            Script = step.Run,
            Shell = step.Shell,

            // Model and options belong to the agent that the workflow names, not to one that takes its place.
            Model = ModelOf(step, stepRun),
            Options = isOwnAgent ? step.AgentOptions : new Dictionary<string, object?>(StringComparer.Ordinal),
            Tools = StepTools.Of(step, services.Agents),
            ResumeSession = session?.Id,
            ResumeUsage = session?.Usage,
            Environment = environment,
            Secrets = secrets,
            Timeout = step.Timeout,
            Reattach = reattach,
        };
    }

    /// <summary>The run's own choice stands above the step's.</summary>
    private string? ModelOf(StepDefinition step, StepRun stepRun) =>
        step.Kind == StepKind.Agent && state.Run.ModelOverride is { } chosen ? chosen
        : string.Equals(stepRun.Agent, step.Agent, StringComparison.Ordinal) ? step.Model
        : null;

    /// <summary>The workspace's ports first, then the workflow's environment, then what was given at the start, then the step's; each sees the ones before as <c>env.X</c>, the prompt sees all.</summary>
    private (string? Prompt, string? Fault) Render(StepDefinition step, StepRun stepRun, Dictionary<string, object?> model, Dictionary<string, string> environment)
    {
        var seen = models.Ports(stepRun);
        foreach (var (layer, isTemplate) in ((IReadOnlyDictionary<string, string>, bool)[])[(workflow.Env, true), (state.Run.Environment, false), (step.Env, true)])
        {
            model["env"] = new Dictionary<string, object?>(seen, StringComparer.Ordinal);
            foreach (var (name, value) in layer)
            {
                var text = value;
                if (isTemplate)
                {
                    var rendered = PromptTemplate.Render(value, model);
                    if (rendered.Text is null)
                    {
                        return (null, $"env {name}: {rendered.Fault!.Message} (line {rendered.Fault.Line} of the value)");
                    }

                    text = rendered.Text;
                }

                environment[name] = text;
                seen[name] = text;
            }
        }

        if (step.Prompt is null)
        {
            return (null, null);
        }

        model["env"] = seen;
        var prompt = PromptTemplate.Render(step.Prompt, model);
        return prompt.Text is null ? (null, $"prompt, line {prompt.Fault!.Line}: {prompt.Fault.Message}") : (StepBrief.Of(step, stepRun, prompt.Text), null);
    }

    private static string ToolsOf(StepDefinition step) => step.Tools is not { } tools ? "" : $"{string.Join('\n', tools.Allowed ?? ["*"])}\n\n{string.Join('\n', tools.McpServers)}";

    private string KeyOf(StepDefinition step, StepRun stepRun, string prompt)
    {
        var question = string.Join('\0', stepRun.Agent, ModelOf(step, stepRun), PlainValue.ToJson(step.AgentOptions), ToolsOf(step), prompt);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)));
    }
}
