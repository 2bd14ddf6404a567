using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Metrics.Compound;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Metrics;

/// <summary>A person imports a <c>compound.yaml</c>; every fault is shown with its line.</summary>
public sealed partial class CompoundImportForm
{
    private const int MaxBytes = 1024 * 1024;

    private IReadOnlyList<Diagnostic> _faults = [];
    private string? _said;
    private bool _busy;

    [Inject]
    private CompoundDesk Compound { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private async Task ImportAsync(InputFileChangeEventArgs chosen)
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        (_said, _faults) = (null, []);
        if (chosen.File.Size > MaxBytes)
        {
            _said = $"{chosen.File.Name} is larger than 1 MiB; nothing was taken.";
            return;
        }

        _busy = true;
        try
        {
            using var reader = new StreamReader(chosen.File.OpenReadStream(MaxBytes));
            var import = await Compound.ImportAsync(await reader.ReadToEndAsync(), chosen.File.Name, actor, CancellationToken.None);
            _faults = import.Diagnostics;
            _said = import.IsTaken
                ? string.Create(CultureInfo.InvariantCulture, $"{import.Targets} metrics and {import.Points} points were taken from {chosen.File.Name}.")
                : $"Nothing was taken from {chosen.File.Name}.";
        }
        catch (IOException fault)
        {
            _said = $"{chosen.File.Name} could not be read: {fault.Message}";
        }
        finally
        {
            _busy = false;
        }
    }
}
