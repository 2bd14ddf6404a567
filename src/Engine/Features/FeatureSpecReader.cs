using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Features;

/// <summary>From the nodes of a <c>spec.yaml</c> to what it says.</summary>
internal static class FeatureSpecReader
{
    /// <summary>The spec; null when its feature has no id.</summary>
    public static FeatureSpec? Read(MappingNode root, SourceText source)
    {
        var file = new SpecPart(root, source);
        var feature = file.Part("feature");
        if (feature.Text("id") is not { } id)
        {
            return null;
        }

        var (metadata, objective) = (file.Part("metadata"), file.Part("objective"));
        var (requirements, contracts, dependencies) = (file.Part("requirements"), file.Part("contracts"), file.Part("dependencies"));
        return new FeatureSpec
        {
            Version = file.Text("version"),
            Id = id,
            Line = feature.Line,
            Name = feature.Text("name") ?? id,
            Priority = feature.Text("priority"),
            Status = feature.Text("status"),
            Created = metadata.Text("created"),
            Author = metadata.Text("author"),
            EstimatedEffort = metadata.Text("estimated_effort"),
            Tags = metadata.Texts("tags"),
            Summary = objective.Text("summary"),
            BusinessValue = objective.Text("business_value"),
            SuccessMetrics = objective.Texts("success_metrics"),
            Requirements = [.. requirements.Parts("functional").Select(Requirement).OfType<FeatureRequirement>()],
            Qualities = [.. requirements.Parts("non_functional").Where(q => q.Text("id") is not null).Select(q => new QualityRequirement(q.Text("id")!, q.Line, q.Text("type"), q.Text("requirement")))],
            InternalContracts = [.. contracts.Parts("internal").Select(c => new InternalContract(c.Text("name"), c.Text("type"), c.Text("interface")))],
            ApiContracts = [.. contracts.Parts("api").Select(c => new ApiContract(c.Text("endpoint"), c.Text("method"), c.Json("request"), c.Json("responses")))],
            Tasks = [.. file.Part("tasks").Grouped().Select(t => Task(t.Key, t.Item)).OfType<FeatureTask>()],
            ExternalDependencies = [.. dependencies.Parts("external").Select(d => new ExternalDependency(d.Text("name"), d.Text("version"), d.Text("reason")))],
            InternalDependencies = [.. dependencies.Parts("internal").Select(d => new InternalDependency(d.Text("feature"), d.Text("reason")))],
            Risks = [.. file.Parts("risks").Select(r => new FeatureRisk(r.Text("description"), r.Text("probability"), r.Text("impact"), r.Text("mitigation")))],
            Phases = [.. file.Part("timeline").Parts("phases").Concat(file.Parts("phases")).Select(p => new FeaturePhase(p.Text("name"), p.Text("duration"), p.Texts("deliverables")))],
        };
    }

    private static FeatureRequirement? Requirement(SpecPart part) => part.Text("id") is not { } id ? null
        : new(id, part.Line, part.Text("title"), part.Text("description"), part.Text("priority"), part.Texts("acceptance_criteria"), part.Text("test_coverage"));

    private static FeatureTask? Task(string role, SpecPart part) => part.Text("id") is not { } id ? null : new FeatureTask
    {
        Id = id,
        Role = role,
        Line = part.Line,
        Title = part.Text("title"),
        Type = part.Text("type"),
        Reference = part.Text("reference"),
        Methodology = part.Text("methodology"),
        MaxIterations = part.Whole("max_iterations"),
        AcceptanceCriteria = part.Texts("acceptance_criteria"),
        DoneWhen = part.Text("done_when"),
        Dependencies = part.TextsOrNull("dependencies"),
    };
}
