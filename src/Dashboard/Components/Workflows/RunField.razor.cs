using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Workflows;

/// <summary>The field of one input.</summary>
public sealed partial class RunField
{
    /// <summary>The input.</summary>
    [Parameter, EditorRequired]
    public required InputDefinition Input { get; set; }

    /// <summary>What the form holds.</summary>
    [Parameter, EditorRequired]
    public required RunFormState State { get; set; }

    /// <summary>Sets its ids apart from those of another form on the same page.</summary>
    [Parameter]
    public string? Scope { get; set; }

    private string Id => Scope is null ? $"input-{Input.Name}" : $"input-{Scope}-{Input.Name}";

    private string HelpId => Id + "-help";

    private string FaultId => Id + "-fault";

    private string? Invalid => State.Faults(Input.Name).Any() ? "true" : null;

    private string? DescribedBy => (Help.Length > 0, Invalid is not null) switch
    {
        (true, true) => $"{FaultId} {HelpId}",
        (true, false) => HelpId,
        (false, true) => FaultId,
        (false, false) => null,
    };

    /// <summary>What it is for and what is accepted.</summary>
    private string Help => string.Join(" · ", new[] { Input.Description, Range }.Where(p => !string.IsNullOrEmpty(p)));

    private string? Range => (Input.Min, Input.Max, Input.MaxLength) switch
    {
        ({ } min, { } max, _) => string.Create(CultureInfo.InvariantCulture, $"{min} to {max}"),
        ({ } min, null, _) => string.Create(CultureInfo.InvariantCulture, $"{min} or more"),
        (null, { } max, _) => string.Create(CultureInfo.InvariantCulture, $"{max} or less"),
        (null, null, { } length) => string.Create(CultureInfo.InvariantCulture, $"at most {length} characters"),
        (null, null, null) => null,
    };

    private void Changed(ChangeEventArgs e) => State.Set(Input.Name, e.Value as string);
}
