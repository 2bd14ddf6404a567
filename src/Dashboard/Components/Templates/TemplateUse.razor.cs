using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Dashboard.Components.Workflows;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Components.Templates;

/// <summary>The values of a template and, beside them, the workflow that they make, with what is wrong with it, while they are given.</summary>
public sealed partial class TemplateUse
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private RunFormState _state = new([]);
    private TemplatePreview? _preview;
    private Repository? _repository;
    private string? _name;
    private string? _refused;
    private bool _tried;
    private bool _taken;
    private bool _replace;
    private bool _busy;
    private int _asked;

    /// <summary>The template; give the component a key of its text.</summary>
    [Parameter, EditorRequired]
    public required TemplateEntry Entry { get; set; }

    /// <summary>The repositories that can have the workflow.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Repository> Repositories { get; set; }

    /// <summary>Shows the template as it is written in place of what it makes.</summary>
    [Parameter]
    public bool ShowsTemplate { get; set; }

    [Inject]
    private TemplateApplier Applier { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private bool IsJson => Entry.Template?.IsJson == true;

    private string Slug => _preview?.Slug ?? Entry.Slug;

    private string Href => Links.Template(Entry.Place, Entry.Slug);

    private IReadOnlyList<TabItem> Views => [new("workflow", "Workflow", Href), new("template", "Template", Href + "?view=template")];

    private int Faults => _preview?.Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error) ?? 0;

    /// <summary>Why nothing was made, at the last try.</summary>
    private string? Stopped => _refused
        ?? (!_tried ? null
        : _state.FaultCount > 0 ? _state.FaultCount == 1 ? "One value needs another look." : $"{_state.FaultCount} values need another look."
        : Faults > 0 ? "The workflow would have faults; they are beside it."
        : null);

    /// <summary>How things stand before a try.</summary>
    private string? Standing => _preview is not { } preview ? null
        : preview.IsReady ? "Ready"
        : preview.Faults.Count > 0 ? $"Still needs {string.Join(", ", preview.Faults.Select(f => f.Field))}"
        : Faults == 1 ? "1 fault" : $"{Faults} faults";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _state = new RunFormState([.. (Entry.Template?.Variables ?? []).Select(v => v.ToInput())]) { OnChange = Changed };
        await PreviewAsync();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() =>
        _repository ??= Repositories.FirstOrDefault(r => string.Equals(r.Name, Entry.Repository, StringComparison.Ordinal)) ?? (Repositories is [var first, ..] ? first : null);

    private Dictionary<string, string> Values() => _state.Values.ToDictionary(v => v.Key, v => (string)v.Value!, StringComparer.Ordinal);

    /// <summary>A value that was not given yet is no fault before somebody wants the workflow.</summary>
    private async Task PreviewAsync()
    {
        var asked = ++_asked;
        var preview = await Applier.PreviewAsync(Entry, Values(), _name, CancellationToken.None);
        if (asked == _asked)
        {
            _preview = preview;
            _state.Take([.. preview.Faults.Where(f => _tried || _given.Contains(f.Field))], null);
        }
    }

    private void Changed(string input)
    {
        _given.Add(input);
        _refused = null;
        _ = InvokeAsync(RefreshAsync);
    }

    private async Task RefreshAsync()
    {
        try
        {
            await PreviewAsync();
            StateHasChanged();
        }
        catch (Exception e)
        {
            // To the error boundary: nobody waits for this
            await DispatchExceptionAsync(e);
        }
    }

    private Task NamedAsync(ChangeEventArgs e)
    {
        _name = (e.Value as string)?.Trim() is { Length: > 0 } name ? name : null;
        Forget();
        return PreviewAsync();
    }

    private void Choose(ChangeEventArgs e)
    {
        _repository = Repositories.FirstOrDefault(r => string.Equals(r.Name, e.Value as string, StringComparison.Ordinal)) ?? _repository;
        Forget();
    }

    /// <summary>What was said of another name or another repository.</summary>
    private void Forget()
    {
        _refused = null;
        _taken = false;
        _replace = false;
    }

    private async Task MakeAsync()
    {
        if (_busy || _repository is not { } repository || await Desk.ActorAsync(Authentication) is null)
        {
            return;
        }

        _busy = true;
        _tried = true;
        try
        {
            await PreviewAsync();
            if (_preview is not { IsReady: true })
            {
                return;
            }

            var (made, refused) = await Applier.ApplyAsync(Entry, Values(), _name, repository, _replace, CancellationToken.None);
            if (refused is not null)
            {
                (_refused, _taken) = (Sentences.Of(refused), true);
            }
            else if (made.Created is [var workflow])
            {
                Desk.Say(NotificationSeverity.Success, $"{workflow.Slug} is there", $"{repository.Name} has it in .signalbox/workflows.");
                Navigation.NavigateTo(Links.Workflow(repository.Name, workflow.Slug));
            }
            else
            {
                _refused = made.Diagnostics is [var first, ..] ? first.Message : "The template makes no workflow.";
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
