using System.Globalization;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Components.Features;

/// <summary>Features in words.</summary>
internal static class FeatureWords
{
    /// <summary>How many of its tasks are done.</summary>
    public static string Progress(Feature feature) => string.Create(CultureInfo.InvariantCulture, $"{feature.Tasks.Count(t => t.IsDone)} of {feature.Tasks.Count}");

    /// <summary>Address of its page: by name, or by id where its repository is forgotten or its own id in the spec makes no address.</summary>
    public static string Href(Feature feature, Dictionary<RepositoryId, string> repositories) =>
        repositories.TryGetValue(feature.RepositoryId, out var repository) && feature.Slug is not ("." or "..") && feature.Slug.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? Links.Feature(repository, feature.Slug)
            : $"features/{feature.Id.Value}";

    /// <summary>What its spec says of a task besides its title.</summary>
    public static string About(FeatureTask? task) => task is null ? "no longer in the spec" : string.Join(" · ", new[]
    {
        task.Role,
        task.Type,
        task.Reference,
        task.Methodology,
        task.MaxIterations is { } most ? string.Create(CultureInfo.InvariantCulture, $"at most {most} iterations") : null,
    }.OfType<string>());

    /// <summary>What the spec says of the feature as a whole.</summary>
    public static List<KeyValuePair<string, string?>> Facts(FeatureSpec spec) =>
    [
        .. Fact("Summary", spec.Summary),
        .. Fact("Worth", spec.BusinessValue),
        .. Fact("Measured by", string.Join("; ", spec.SuccessMetrics)),
        .. Fact("Author", spec.Author),
        .. Fact("Made", spec.Created),
        .. Fact("Effort", spec.EstimatedEffort),
        .. Fact("Tags", string.Join(", ", spec.Tags)),
    ];

    /// <summary>What the feature needs, what may go wrong and how long it takes; what the spec says nothing of is left out.</summary>
    public static IEnumerable<(string Id, string Title, IReadOnlyList<KeyValuePair<string, string?>> Items)> Plan(FeatureSpec spec)
    {
        (string Id, string Title, IReadOnlyList<KeyValuePair<string, string?>> Items)[] parts =
        [
            ("feature-needs", "Dependencies",
            [
                .. spec.ExternalDependencies.Select(d => Pair(d.Name, d.Version, d.Reason)),
                .. spec.InternalDependencies.Select(d => Pair(d.Feature ?? "other features", d.Feature is null ? "none" : null, d.Reason)),
            ]),
            ("feature-risks", "Risks", [.. spec.Risks.Select(r => Pair(r.Description, r.Probability is { } p ? $"probability {p}" : null, r.Impact is { } i ? $"impact {i}" : null, r.Mitigation))]),
            ("feature-timeline", "Timeline", [.. spec.Phases.Select(p => Pair(p.Name, [p.Duration, .. p.Deliverables]))]),
        ];
        return parts.Where(p => p.Items.Count > 0);
    }

    /// <summary>What a contract between parts is called.</summary>
    public static string Title(InternalContract contract) => Joined(contract.Name, contract.Type) is { Length: > 0 } title ? title : "contract";

    /// <summary>What a contract over HTTP is called.</summary>
    public static string Title(ApiContract contract) => $"{contract.Method} {contract.Endpoint}".Trim() is { Length: > 0 } title ? title : "endpoint";

    /// <summary>What goes over HTTP.</summary>
    public static string Text(ApiContract contract) =>
        string.Join('\n', new[] { contract.Request is { } request ? $"request: {request}" : null, contract.Responses is { } responses ? $"responses: {responses}" : null }.OfType<string>());

    private static KeyValuePair<string, string?> Pair(string? name, params string?[] said) => new(name ?? "without a name", Joined(said) is { Length: > 0 } text ? text : null);

    private static string Joined(params string?[] texts) => string.Join(" · ", texts.Where(t => !string.IsNullOrWhiteSpace(t)));

    private static KeyValuePair<string, string?>[] Fact(string name, string? value) => string.IsNullOrWhiteSpace(value) ? [] : [new(name, value)];
}
