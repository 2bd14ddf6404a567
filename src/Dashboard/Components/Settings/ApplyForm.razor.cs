using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Settings;

/// <summary>Checks and applies a document that is pasted, or chosen as a file.</summary>
public sealed partial class ApplyForm
{
    // A message of the browser's connection has 32 KiB; files come in parts.
    private const int MaxPasted = 8_000;
    private const string Name = "config.yaml";
    private string? _text;
    private string? _file;
    private long _bytes;
    private string? _whole;
    private string? _fault;
    private bool _isGood;
    private bool _busy;
    private IReadOnlyList<Diagnostic> _found = [];

    [Inject]
    private ConfigurationDesk Configurations { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Called when another configuration is in force.</summary>
    [Parameter, EditorRequired]
    public EventCallback Applied { get; set; }

    private void Pasted(ChangeEventArgs change)
    {
        (_text, _whole, _file) = (change.Value as string, change.Value as string, null);
        Clear();
    }

    private async Task ChosenAsync(InputFileChangeEventArgs change)
    {
        Clear();
        try
        {
            await using var stream = change.File.OpenReadStream(ConfigurationReader.MaxBytes + 1L);
            using var read = new MemoryStream();
            await stream.CopyToAsync(read);
            (_whole, _file, _bytes) = (Encoding.UTF8.GetString(read.ToArray()).TrimStart('\uFEFF'), change.File.Name, read.Length);
            _text = _whole.Length <= MaxPasted ? _whole : null;
        }
        catch (IOException)
        {
            _fault = "The file is larger than 4 MiB, which a configuration never is.";
        }
    }

    private void Clear() => (_fault, _isGood, _found) = (null, false, []);

    private async Task ApplyAsync(bool isTrial)
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        Clear();
        if (string.IsNullOrWhiteSpace(_whole))
        {
            _fault = "Paste a document, or choose a file.";
            return;
        }

        _busy = true;
        try
        {
            if (isTrial)
            {
                var read = Configurations.Check(_whole, _file ?? Name);
                (_found, _isGood) = (read.Diagnostics, read.IsValid);
                return;
            }

            // Applied to its end, even when the person goes on to another page meanwhile.
            await AnswerAsync(await Configurations.ApplyAsync(_whole, _file ?? Name, actor, CancellationToken.None));
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task AnswerAsync(ConfigurationApplied applied)
    {
        _found = applied.Diagnostics;
        if (applied.Version is { } version)
        {
            Desk.Say(NotificationSeverity.Info, applied.WasApplied ? $"{version.Version} was in force already" : $"{version.Version} is in force", null);
            (_text, _whole, _file) = (null, null, null);
            await Applied.InvokeAsync();
        }
        else
        {
            _fault = applied.Refused is { } refused ? Sentences.Of(refused) : "Nothing was changed: the document has faults.";
        }
    }
}
