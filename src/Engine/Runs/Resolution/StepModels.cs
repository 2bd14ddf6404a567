using System.Globalization;
using System.Text;
using Signalbox.Engine.Files;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Engine.Runs.Resolution;

/// <summary>What a step's templates and expressions can name (design/workflow-format.md): dictionaries, lists, strings, numbers and booleans only.</summary>
internal sealed class StepModels(RunState state, WorkflowDefinition workflow, TimeProvider time)
{
    /// <summary>Bytes of a file output that a prompt carries; a larger one is named by its path.</summary>
    private const int FileCap = 64 * 1024;

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Summaries of the newest checkpoint of each step, by step id.</summary>
    public Dictionary<string, object?> Checkpoints { get; } = new(StringComparer.Ordinal);

    /// <summary>What was learned in the repository and accepted, by kind.</summary>
    public IReadOnlyDictionary<string, object?> Learnings { get; set; } = TemplateHelpers.LearningKinds.ToDictionary(k => k, object? (_) => "", StringComparer.Ordinal);

    /// <summary>What every step sees.</summary>
    public async Task<Dictionary<string, object?>> BuildAsync(CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var definition in workflow.Steps)
        {
            var latest = state.Latest(definition.Id)!;
            var outputs = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (name, isFile) in Declared(definition))
            {
                // A declared output that is not there is null: the template's names are checked against the model.
                outputs[name] = await ReadAsync(latest.Outputs.GetValueOrDefault(name), isFile, cancellationToken);
            }

            steps[definition.Id] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["status"] = latest.Status.ToString(), ["outputs"] = outputs };
        }

        var model = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["inputs"] = Inputs(),
            ["steps"] = steps,
            ["run"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = state.Run.Id.Value, ["key"] = state.Run.Key, ["prompt"] = state.Run.OriginalPrompt ?? "" },
            ["repository"] = state.Run.Repository,
            ["messages"] = "",
            ["checkpoints"] = Checkpoints,
            [TemplateHelpers.Learnings] = Learnings,
            ["now"] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        };
        model["env"] = PortsIn(state.Workspace);
        model["env"] = Environment(model);
        return model;
    }

    /// <summary>What a step sees that says which repository it works in: the same names, that repository's values.</summary>
    public IReadOnlyDictionary<string, object?> In(string? repository, IReadOnlyDictionary<string, object?> model)
    {
        if (repository is null || state.Run.Repositories.Count == 0)
        {
            return model;
        }

        var own = new Dictionary<string, object?>(model, StringComparer.Ordinal);
        Place(own, repository);
        return own;
    }

    /// <summary>The ports of the workspace that a step works in, as values.</summary>
    public Dictionary<string, object?> Ports(StepRun step) => PortsIn(state.WorkspaceOf(step));

    /// <summary>Adds the ports of the workspace that a step works in to its environment.</summary>
    public void AddPorts(Dictionary<string, string> environment, StepRun step)
    {
        foreach (var port in state.WorkspaceOf(step)?.Ports ?? [])
        {
            environment[port.Name] = port.Port.ToString(CultureInfo.InvariantCulture);
        }
    }

    private void Place(Dictionary<string, object?> model, string? repository)
    {
        if (repository is null || state.Run.Repositories.FirstOrDefault(r => string.Equals(r.Name, repository, StringComparison.Ordinal)) is not { } one)
        {
            return;
        }

        model["repository"] = repository;
        model["env"] = PortsIn(state.Workspaces.FirstOrDefault(w => w.RepositoryId == one.Id));
        model["env"] = Environment(model);
    }

    private static Dictionary<string, object?> PortsIn(Workspaces.Workspace? workspace) =>
        (workspace?.Ports ?? []).ToDictionary(p => p.Name, p => (object?)p.Port.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>The environment of the workflow, rendered, with what was given at the start on top; what cannot be rendered is a fault of the step that uses it.</summary>
    private Dictionary<string, object?> Environment(Dictionary<string, object?> model)
    {
        var environment = new Dictionary<string, object?>((Dictionary<string, object?>)model["env"]!, StringComparer.Ordinal);
        foreach (var (name, value) in workflow.Env)
        {
            environment[name] = value.Contains("{{", StringComparison.Ordinal) ? PromptTemplate.Render(value, model).Text : value;
        }

        foreach (var (name, value) in state.Run.Environment)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>What a step run sees beyond that: its values, its item, what a person asked of it. The fault when a value has none.</summary>
    public string? Complete(Dictionary<string, object?> model, StepDefinition step, StepRun stepRun)
    {
        if (step.ForEach is { } each && stepRun.ItemIndex is not null)
        {
            model[each.As] = stepRun.Item;
        }

        Place(model, stepRun.Repository);
        model["messages"] = stepRun.Comment ?? "";
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, expression) in step.With)
        {
            var result = expression.Evaluate(model, Workflows.Expressions.ExpressionStatus.Success);
            if (result.Fault is not null)
            {
                return $"with {name}: {result.Fault}";
            }

            values[name] = result.Value;
        }

        model["with"] = values;
        return null;
    }

    private static IEnumerable<(string Name, bool IsFile)> Declared(StepDefinition step)
    {
        IEnumerable<string> own = step.Kind switch
        {
            StepKind.Approval => ["decision", "comment", "decided_by", .. step.Approval!.Form.Select(f => f.Name)],
            StepKind.Workflow => ["run", "status"],
            StepKind.Agent or StepKind.Shell => [],
        };
        return step.Outputs.Select(o => (o.Name, o.Type == OutputType.File)).Concat(own.Select(name => (name, false)));
    }

    // The value of a secret is seen by the steps that name it, nowhere else.
    private Dictionary<string, object?> Inputs() => workflow.Inputs
        .ToDictionary(i => i.Name, i => i.Type == InputType.Secret ? "***" : state.Run.Inputs.GetValueOrDefault(i.Name), StringComparer.Ordinal);

    private async Task<object?> ReadAsync(object? value, bool isFile, CancellationToken cancellationToken)
    {
        if (!isFile)
        {
            return value;
        }

        if (value is IReadOnlyList<object?> items)
        {
            List<object?> texts = [];
            foreach (var item in items)
            {
                texts.Add(await ReadAsync(item, isFile, cancellationToken));
            }

            return texts;
        }

        return value is string relative ? await ReadFileAsync(relative, cancellationToken) : value;
    }

    private async Task<string> ReadFileAsync(string relative, CancellationToken cancellationToken)
    {
        if (_files.TryGetValue(relative, out var known))
        {
            return known;
        }

        return _files[relative] = await ShowAsync(relative, cancellationToken);
    }

    /// <summary>What a prompt shows of a file that was kept. Agents write beside it: what they put in its place is neither waited for nor followed.</summary>
    private async Task<string> ShowAsync(string relative, CancellationToken cancellationToken)
    {
        var path = Path.Combine(state.Run.Directory, relative);
        var (file, fault, isMissing) = UntrustedFile.Open(state.Run.Directory, relative, long.MaxValue, UntrustedLinks.Refused);
        if (file is null)
        {
            return isMissing ? $"(the file {path} is gone)" : $"(the file {path} is not shown: {fault})";
        }

        await using (file)
        {
            if (file.Length > FileCap)
            {
                return $"(the file {path} has {file.Length} bytes and is not shown here; read it from there)";
            }

            var bytes = new byte[(int)file.Length];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(bytes, 0, read);
        }
    }
}
