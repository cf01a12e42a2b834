<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>Format</name>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1&#x202f;分 %2&#x202f;秒</translation>
    </message>
    <message numerus="yes">
        <source>%1 photo(s)</source>
        <comment>%1 is the count with separators</comment>
        <translation>
            <numerusform>%1&#x202f;枚</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#x202f;秒</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>約 %1&#x202f;分</translation>
    </message>
    <message>
        <source>about %1 h</source>
        <translation>約 %1&#x202f;時間</translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>%1 is a duration</comment>
        <translation>残り %1</translation>
    </message>
    <message>
        <source>Today %1</source>
        <translation>今日 %1</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨日</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>Style NMI</source>
        <translation>スタイル NMI</translation>
    </message>
    <message>
        <source>Class NMI</source>
        <translation>クラス NMI</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>バランス</translation>
    </message>
    <message>
        <source>Label-free</source>
        <translation>ラベルなし</translation>
    </message>
    <message>
        <source>Probe accuracy</source>
        <translation>線形プローブ正解率</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>安定性</translation>
    </message>
    <message>
        <source>Silhouette</source>
        <translation>シルエット</translation>
    </message>
    <message>
        <source>Style NMI (high: the way of shooting is told apart)</source>
        <translation>スタイル NMI（高いほど撮り方で分かれる）</translation>
    </message>
    <message>
        <source>Class NMI (low: the grouping is not about defects)</source>
        <translation>クラス NMI（低いほど不良の種類に左右されない）</translation>
    </message>
    <message>
        <source>Style NMI minus class NMI</source>
        <translation>スタイル NMI とクラス NMI の差</translation>
    </message>
    <message>
        <source>Stability × silhouette (no labels used)</source>
        <translation>安定性 × シルエット（ラベルは使わない）</translation>
    </message>
    <message>
        <source>Accuracy of the linear probe (class)</source>
        <translation>線形プローブの正解率（クラス）</translation>
    </message>
    <message>
        <source>Not computed</source>
        <translation>未計算</translation>
    </message>
    <message>
        <source>Being computed: %1</source>
        <translation>計算中：%1</translation>
    </message>
    <message>
        <source>Computed, not scored yet</source>
        <translation>計算済み、評価はこれから</translation>
    </message>
    <message>
        <source>← less noise</source>
        <translation>← ノイズが少ない</translation>
    </message>
    <message>
        <source>more noise →</source>
        <translation>ノイズが多い →</translation>
    </message>
    <message>
        <source>Timestep t</source>
        <translation>タイムステップ t</translation>
    </message>
    <message>
        <source>Row max.</source>
        <translation>層の最大</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>おすすめ</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>選択中</translation>
    </message>
    <message>
        <source>%1 not computed</source>
        <translation>未計算 %1</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Read photos</source>
        <translation>写真の読み込み</translation>
    </message>
    <message>
        <source>Make the sample plant</source>
        <translation>サンプル工場の作成</translation>
    </message>
    <message>
        <source>Prepare network input</source>
        <translation>入力画像の準備</translation>
    </message>
    <message>
        <source>Compute features</source>
        <translation>特徴量の計算</translation>
    </message>
    <message>
        <source>Score cells</source>
        <translation>セルの採点</translation>
    </message>
    <message>
        <source>Linear probe</source>
        <translation>線形プローブ</translation>
    </message>
    <message>
        <source>Find styles</source>
        <translation>スタイルの発見</translation>
    </message>
    <message>
        <source>Make the map</source>
        <translation>地図の作成</translation>
    </message>
    <message>
        <source>Train classifiers</source>
        <translation>分類器の学習</translation>
    </message>
    <message>
        <source>Train the diffusion model</source>
        <translation>拡散モデルの学習</translation>
    </message>
    <message>
        <source>Whole analysis</source>
        <translation>一括解析</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>開始しています</translation>
    </message>
    <message>
        <source>Cancelled at %1</source>
        <translation>%1 で中止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Stopped at %1</source>
        <translation>%1 で停止</translation>
    </message>
    <message>
        <source>started, process %1</source>
        <translation>開始（プロセス %1）</translation>
    </message>
</context>
<context>
    <name>Styles</name>
    <message>
        <source>from the right</source>
        <translation>右から</translation>
    </message>
    <message>
        <source>from the left</source>
        <translation>左から</translation>
    </message>
    <message>
        <source>(left/right %1)</source>
        <translation>（左右差 %1）</translation>
    </message>
    <message>
        <source>from below</source>
        <translation>下から</translation>
    </message>
    <message>
        <source>from above</source>
        <translation>上から</translation>
    </message>
    <message>
        <source>(top/bottom %1)</source>
        <translation>（上下差 %1）</translation>
    </message>
    <message>
        <source>%1 (against the rest)</source>
        <translation>%1（ほかとの比）</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>明るさ</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>コントラスト</translation>
    </message>
    <message>
        <source>Blown pixels</source>
        <translation>白飛び画素</translation>
    </message>
    <message>
        <source>Red cast</source>
        <translation>赤み</translation>
    </message>
    <message>
        <source>Blue cast</source>
        <translation>青み</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>鮮鋭さ</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>ノイズ</translation>
    </message>
    <message>
        <source>Light, left to right</source>
        <translation>左右差</translation>
    </message>
    <message>
        <source>Light, top to bottom</source>
        <translation>上下差</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>撮影環境</translation>
    </message>
    <message>
        <source>Defect class</source>
        <translation>不良クラス</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>拠点</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>シフト</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>ロット</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>撮影日</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部品</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>強い</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>中くらい</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>弱い</translation>
    </message>
    <message>
        <source>hardly any</source>
        <translation>ほぼ無関係</translation>
    </message>
    <message>
        <source>Kind of part</source>
        <translation>部品の種類</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光の向き</translation>
    </message>
</context>
<context>
    <name>minamo::ActivationPanel</name>
    <message>
        <source>Show again</source>
        <translation>もう一度表示する</translation>
    </message>
    <message>
        <source>most varying first, %1 of %2</source>
        <translation>変化の大きい順 %1 / %2</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>写真がまだありません</translation>
    </message>
    <message>
        <source>Read a folder of photos to look into the network.</source>
        <translation>写真のフォルダを読み込むと、モデルの中での反応を見られます。</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>チャンネル</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Activation maps over the timesteps</source>
        <translation>タイムステップごとの活性化マップ</translation>
    </message>
</context>
<context>
    <name>minamo::ActivationStrip</name>
    <message>
        <source>Noised
input</source>
        <translation>ノイズを
加えた入力</translation>
    </message>
    <message>
        <source>Predicted
photo</source>
        <translation>予測した
元画像</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>反応の強さ
（エネルギー）</translation>
    </message>
    <message>
        <source>PCA colours</source>
        <translation>主成分の色
（PCA-RGB）</translation>
    </message>
    <message>
        <source>Timestep t</source>
        <translation>タイムステップ t</translation>
    </message>
</context>
<context>
    <name>minamo::Banner</name>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
</context>
<context>
    <name>minamo::BreakdownPanel</name>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>クラス（%n）</numerusform>
        </translation>
    </message>
    <message>
        <source>Mark the class that means OK: over-reject and miss rates need it.</source>
        <translation>良品のクラスにチェックを付けます。過検出と見逃しの計算に使います。</translation>
    </message>
    <message>
        <source>A check marks the class that means OK.</source>
        <translation>チェックは良品のクラスです。</translation>
    </message>
    <message numerus="yes">
        <source>%n environment(s)</source>
        <translation>
            <numerusform>撮影環境（%n）</numerusform>
        </translation>
    </message>
    <message>
        <source>No environments are labelled. Styles are found without them.</source>
        <translation>撮影環境の区分がありません。スタイルは区分なしで見つけます。</translation>
    </message>
    <message>
        <source>With one environment only, holding one out is not possible.</source>
        <translation>撮影環境が 1 つなので、1 つ外して検証することはできません。</translation>
    </message>
    <message>
        <source>How the photos were taken: line, camera, site …</source>
        <translation>写真の撮り方の区分（ライン、カメラ、拠点など）です。</translation>
    </message>
    <message>
        <source>This class means OK</source>
        <translation>このクラスは良品</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>class as people read it, as folders call it</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Display names…</source>
        <translation>表示名…</translation>
    </message>
    <message>
        <source>What results, report and package call each class</source>
        <translation>結果・レポート・パッケージでのクラスの呼び名</translation>
    </message>
</context>
<context>
    <name>minamo::CellPanel</name>
    <message>
        <source>No cell selected</source>
        <translation>セルが選ばれていません</translation>
    </message>
    <message>
        <source>Click a cell of the heat map.</source>
        <translation>ヒートマップのセルをクリックします。</translation>
    </message>
    <message>
        <source>%1 features per photo</source>
        <translation>写真 1 枚あたり %1 次元</translation>
    </message>
    <message>
        <source>Why this cell is recommended</source>
        <translation>このセルをおすすめする理由</translation>
    </message>
    <message>
        <source>The map shows this cell</source>
        <translation>今の地図はこのセルです</translation>
    </message>
    <message>
        <source>This cell is not computed yet.</source>
        <translation>このセルはまだ計算していません。</translation>
    </message>
    <message>
        <source>The features are there; the figures follow with the scores.</source>
        <translation>特徴量は計算済みです。数値は評価が終わると出ます。</translation>
    </message>
    <message>
        <source>All figures lie between 0 and 1. Grouped by look; not proof of a cause.</source>
        <translation>値は 0～1 です。見た目によるグループ分けで、原因の証明ではありません。</translation>
    </message>
    <message>
        <source>Possible as soon as the running job is done.</source>
        <translation>実行中のジョブが終わると使えます。</translation>
    </message>
    <message>
        <source>Along this layer</source>
        <translation>この層を横に見る</translation>
    </message>
    <message>
        <source>Open this cell&apos;s map</source>
        <translation>このセルの地図を開く</translation>
    </message>
</context>
<context>
    <name>minamo::ChannelGrid</name>
    <message>
        <source>Channel %1: %2 to %3</source>
        <translation>チャンネル %1：%2～%3</translation>
    </message>
</context>
<context>
    <name>minamo::DataPlace</name>
    <message numerus="yes">
        <source>%1 tile(s)</source>
        <comment>%1 is the count with separators</comment>
        <translation>
            <numerusform>%1&#x202f;タイル</numerusform>
        </translation>
    </message>
    <message>
        <source>Region and tiles…</source>
        <translation>検査範囲とタイル…</translation>
    </message>
    <message>
        <source>Imports the same photos with other options</source>
        <translation>同じ写真を別の設定で読み込み直します</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>データ</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2中 %1</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>まだ写真がありません</translation>
    </message>
    <message>
        <source>Open a folder of photos, or try the sample plant.</source>
        <translation>写真のフォルダを開くか、サンプル工場で試せます。</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>開始へ</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n class(es)</source>
        <translation>
            <numerusform>写真 %1、%n&#x202f;クラス</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n environment(s)</source>
        <translation>
            <numerusform>、%n&#x202f;撮影環境</numerusform>
        </translation>
    </message>
    <message>
        <source>Start the analysis</source>
        <translation>解析を始める</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>What is in it</source>
        <translation>内訳</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>解析</translation>
    </message>
    <message>
        <source>Skipped and duplicate</source>
        <translation>読み飛ばしと重複</translation>
    </message>
    <message>
        <source>%1 skipped, %2 duplicate</source>
        <translation>読み飛ばし %1&#x202f;枚、重複 %2&#x202f;組</translation>
    </message>
    <message>
        <source>Previous, next photo; line above, below</source>
        <translation>前後の写真、上下の行</translation>
    </message>
    <message>
        <source>A page up, down</source>
        <translation>1 ページ上、下</translation>
    </message>
    <message>
        <source>First, last photo</source>
        <translation>最初、最後の写真</translation>
    </message>
    <message>
        <source>Right click</source>
        <translation>右クリック</translation>
    </message>
    <message>
        <source>Change the class of the chosen photos</source>
        <translation>選んだ写真のクラスを変更</translation>
    </message>
    <message>
        <source>Where are they now?…</source>
        <translation>今の場所を指定…</translation>
    </message>
    <message>
        <source>Where are the photos now?</source>
        <translation>写真の今の場所</translation>
    </message>
</context>
<context>
    <name>minamo::DiagramView</name>
    <message>
        <source>Convolution</source>
        <translation>畳み込み</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>アテンション</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>トランスフォーマー</translation>
    </message>
    <message>
        <source>ResNet layer with attention</source>
        <translation>アテンション付き ResNet 層</translation>
    </message>
    <message>
        <source>Feed-forward</source>
        <translation>フィードフォワード</translation>
    </message>
    <message>
        <source>Projection</source>
        <translation>射影</translation>
    </message>
    <message>
        <source>Halving</source>
        <translation>縮小（1/2）</translation>
    </message>
    <message>
        <source>Doubling</source>
        <translation>拡大（2 倍）</translation>
    </message>
    <message>
        <source>ResNet layer</source>
        <translation>ResNet 層</translation>
    </message>
    <message>
        <source>skip × %1</source>
        <translation>スキップ × %1</translation>
    </message>
    <message>
        <source>style %1</source>
        <translation>スタイル %1</translation>
    </message>
</context>
<context>
    <name>minamo::DockTitle</name>
    <message>
        <source>Detach or attach this panel</source>
        <translation>このパネルを切り離す、戻す</translation>
    </message>
    <message>
        <source>Close this panel (back through the menu View)</source>
        <translation>このパネルを閉じる（メニューの「表示」で戻せます）</translation>
    </message>
</context>
<context>
    <name>minamo::DropZone</name>
    <message>
        <source>Drop a photo folder here</source>
        <translation>写真のフォルダをここに置く</translation>
    </message>
    <message>
        <source>Subfolders are read as classes or environments. JPEG, PNG, BMP, TIFF</source>
        <translation>サブフォルダがクラスや撮影環境なら自動で読み取ります。JPEG・PNG・BMP・TIFF</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>フォルダを開く…</translation>
    </message>
    <message>
        <source>Try the sample plant</source>
        <translation>サンプル工場で試す</translation>
    </message>
    <message>
        <source>Makes photos of an invented plant and analyses them. Takes a few minutes.</source>
        <translation>架空の工場の写真を作って解析します。数分かかります。</translation>
    </message>
</context>
<context>
    <name>minamo::AboutDialog</name>
    <message>
        <source>About Minamo</source>
        <translation>Minamo について</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>minamo::GuideWindow</name>
    <message>
        <source>Minamo user guide</source>
        <translation>Minamo の使い方</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>使い方を検索</translation>
    </message>
    <message>
        <source>Contents of the guide</source>
        <translation>使い方の目次</translation>
    </message>
    <message>
        <source>Back (Alt+←)</source>
        <translation>戻る（Alt+←）</translation>
    </message>
    <message>
        <source>Forward (Alt+→)</source>
        <translation>進む（Alt+→）</translation>
    </message>
</context>
<context>
    <name>minamo::ImportPage</name>
    <message>
        <source>New project from photos</source>
        <translation>写真から新しいプロジェクトを作る</translation>
    </message>
    <message>
        <source>Photos for this project</source>
        <translation>このプロジェクトに読み込む写真</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>読み込む</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Region of interest</source>
        <translation>検査範囲</translation>
    </message>
    <message>
        <source>Draw the part of the photo that is inspected. Without a drawing the whole photo is used. Arrow keys move the region, with Shift its lower right corner, with Ctrl finely.</source>
        <translation>写真のうち検査する部分をドラッグで囲みます。囲まなければ写真全体を使います。矢印キーで範囲が動きます（Shift で右下の角だけ、Ctrl で細かく）。</translation>
    </message>
    <message>
        <source>Drag: draw, move or resize. Double-click: whole photo.</source>
        <translation>ドラッグで描く・動かす・大きさを変える。ダブルクリックで写真全体</translation>
    </message>
    <message>
        <source>Environments</source>
        <translation>撮影環境</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>写真全体にする</translation>
    </message>
    <message>
        <source>Takes the region of this environment back (Delete)</source>
        <translation>この撮影環境の範囲を取り消します（Delete）</translation>
    </message>
    <message>
        <source>Use for all environments</source>
        <translation>すべての撮影環境に使う</translation>
    </message>
    <message>
        <source>Gives this region to every environment</source>
        <translation>この範囲をすべての撮影環境に使います</translation>
    </message>
    <message>
        <source>Another photo</source>
        <translation>別の写真</translation>
    </message>
    <message>
        <source>Shows another photo of this environment: does the region fit it too?</source>
        <translation>同じ撮影環境の別の写真を表示します。範囲が合うかどうかを確かめられます</translation>
    </message>
    <message>
        <source>Without an environment</source>
        <translation>撮影環境なし</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>すべての写真</translation>
    </message>
    <message>
        <source>whole photo</source>
        <translation>写真全体</translation>
    </message>
    <message>
        <source>%1 × %2 px</source>
        <translation>%1 × %2 px</translation>
    </message>
    <message>
        <source>Looking through the folder…</source>
        <translation>フォルダを調べています…</translation>
    </message>
    <message>
        <source>The folder is being read…</source>
        <translation>フォルダを読んでいます…</translation>
    </message>
    <message>
        <source>No photo of this environment can be shown here. Its region can be written into the field.</source>
        <translation>この撮影環境の写真はここに表示できません。範囲は左の欄に数字で書けます。</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n tile(s) of %2</source>
        <translation>
            <numerusform>%1、%2 のタイル %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n class(es)</source>
        <translation>
            <numerusform>写真 %1、%n クラス</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n environment(s)</source>
        <translation>
            <numerusform>、%n 撮影環境</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n file(s) cannot be read</source>
        <translation>
            <numerusform>。読めないファイル %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::Inspector</name>
    <message>
        <source>Class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>スタイル</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>撮影環境</translation>
    </message>
    <message>
        <source>No photo selected</source>
        <translation>写真が選ばれていません</translation>
    </message>
    <message>
        <source>Click a point of the map or a photo.</source>
        <translation>地図の点か写真をクリックします。</translation>
    </message>
    <message>
        <source>Membership</source>
        <translation>所属度</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>測定値</translation>
    </message>
    <message>
        <source>%1 mean</source>
        <translation>%1 の平均</translation>
    </message>
</context>
<context>
    <name>minamo::JobRow</name>
    <message>
        <source>Resume</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>もう一度実行</translation>
    </message>
    <message>
        <source>Cancel this job</source>
        <translation>このジョブを中止</translation>
    </message>
    <message>
        <source>Show or hide the log</source>
        <translation>ログの表示、非表示</translation>
    </message>
</context>
<context>
    <name>minamo::JobsPanel</name>
    <message>
        <source>Jobs</source>
        <translation>ジョブ</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>実行中 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>まだジョブがありません</translation>
    </message>
    <message>
        <source>Work that takes time appears here, with its progress. It goes on when this window is closed.</source>
        <translation>時間のかかる処理の進み具合をここに表示します。ウィンドウを閉じても処理は続きます。</translation>
    </message>
</context>
<context>
    <name>minamo::LanguageButton</name>
    <message>
        <source>Language of the window</source>
        <translation>表示の言語</translation>
    </message>
</context>
<context>
    <name>minamo::LatentsPlace</name>
    <message>
        <source>Latents</source>
        <translation>潜在表現</translation>
    </message>
    <message>
        <source>%1 / %2 cells</source>
        <translation>%1 / %2 セル</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>まだ写真がありません</translation>
    </message>
    <message>
        <source>Open a folder of photos; the heat map grows from them.</source>
        <translation>写真のフォルダを開くと、ヒートマップを計算できます。</translation>
    </message>
    <message>
        <source>To Start</source>
        <translation>開始へ</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>準備しています</translation>
    </message>
    <message>
        <source>The first cells appear in a moment.</source>
        <translation>まもなく最初のセルが出ます。</translation>
    </message>
    <message>
        <source>No features yet</source>
        <translation>まだ特徴量がありません</translation>
    </message>
    <message>
        <source>The diffusion network looks at every photo, layer by layer and at several noise levels.</source>
        <translation>拡散モデルが写真を 1 枚ずつ、層とノイズの強さを変えながら調べます。</translation>
    </message>
    <message>
        <source>Start the analysis</source>
        <translation>解析を始める</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>矢印キー</translation>
    </message>
    <message>
        <source>Move over the cells</source>
        <translation>セルを移動</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Open the map of the selected cell</source>
        <translation>選択中のセルの地図を開く</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>ヒートマップ</translation>
    </message>
    <message>
        <source>layer × timestep</source>
        <translation>層 × タイムステップ</translation>
    </message>
    <message>
        <source>Selected cell</source>
        <translation>選択中のセル</translation>
    </message>
    <message>
        <source>Show numbers</source>
        <translation>数値を表示</translation>
    </message>
    <message>
        <source>Compute the missing cells</source>
        <translation>未計算のセルを計算</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Heat map of layers and timesteps</source>
        <translation>層とタイムステップのヒートマップ</translation>
    </message>
    <message>
        <source>Activation maps</source>
        <translation>活性化マップ</translation>
    </message>
</context>
<context>
    <name>minamo::LayerPanel</name>
    <message>
        <source>%1, of which %2 skipped over from %3</source>
        <translation>%1（うち %2 は %3 からのスキップ）</translation>
    </message>
    <message>
        <source>What this layer answers to</source>
        <translation>この層が答えるもの</translation>
    </message>
    <message>
        <source>Noise level</source>
        <translation>ノイズの強さ</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>, %1 heads</source>
        <translation>（%1 ヘッド）</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>出力</translation>
    </message>
    <message>
        <source>Input channels</source>
        <translation>入力チャンネル</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>Style %1, class %2 (NMI at t = %3, photos of this project)</source>
        <translation>スタイルに %1、クラスに %2 で答えます（このプロジェクトの写真、t = %3 の NMI）。</translation>
    </message>
    <message>
        <source>Not measured here. The analysis measures the blocks; more layers by its option “Layers”.</source>
        <translation>この層は測っていません。解析で測るのは各ブロックの出力です。オプション「層」でほかの層も測れます。</translation>
    </message>
</context>
<context>
    <name>minamo::LinkPanel</name>
    <message>
        <source>Nothing is known about these photos besides their look.</source>
        <translation>見た目のほかに分かっていることがありません。</translation>
    </message>
    <message>
        <source>Cramér&apos;s V, 0 to 1. Grouped by look; not proof of a cause.</source>
        <translation>値は Cramér の V（0～1）です。見た目によるグループ分けで、原因の証明ではありません。</translation>
    </message>
</context>
<context>
    <name>minamo::MachinePanel</name>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>調べています</translation>
    </message>
    <message>
        <source>%1, %2 free</source>
        <translation>%1&#x3000;空き %2</translation>
    </message>
    <message>
        <source>usable</source>
        <translation>使えます</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>空き %1</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>CPU</translation>
    </message>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n&#x202f;コア</numerusform>
        </translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>保存先</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>内蔵</translation>
    </message>
    <message>
        <source>A small diffusion model comes with Minamo and is ready to use.</source>
        <translation>小さな拡散モデルが付属しています。すぐ使えます。</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>見つかりません</translation>
    </message>
    <message>
        <source>What this PC can do</source>
        <translation>この PC でできること</translation>
    </message>
    <message>
        <source>Communication</source>
        <translation>通信</translation>
    </message>
    <message>
        <source>Neither photos nor models leave this PC.</source>
        <translation>写真もモデルもこの PC の外に出ません。</translation>
    </message>
    <message>
        <source>The program that computes does not answer.</source>
        <translation>計算用のプログラムが応答しません。</translation>
    </message>
    <message>
        <source>It works without a GPU.</source>
        <translation>GPU がなくても動きます。</translation>
    </message>
    <message>
        <source>A thousand photos take a few minutes on a laptop.</source>
        <translation>1,000 枚の解析は、ノート PC で数分です。</translation>
    </message>
</context>
<context>
    <name>minamo::MainWindow</name>
    <message>
        <source>&amp;New project from photos…</source>
        <translation>写真から新しいプロジェクト(&amp;N)…</translation>
    </message>
    <message>
        <source>Folder of photos</source>
        <translation>写真のフォルダ</translation>
    </message>
    <message>
        <source>&amp;Open project…</source>
        <translation>プロジェクトを開く(&amp;O)…</translation>
    </message>
    <message>
        <source>Project folder</source>
        <translation>プロジェクトのフォルダ</translation>
    </message>
    <message>
        <source>&amp;Try the sample plant</source>
        <translation>サンプル工場で試す(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Read another photo folder…</source>
        <translation>別の写真フォルダを読み込む(&amp;R)…</translation>
    </message>
    <message>
        <source>Show project &amp;folder</source>
        <translation>プロジェクトのフォルダを表示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Close project</source>
        <translation>プロジェクトを閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>元に戻す(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>やり直す(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>やり直す(&amp;R)：%1</translation>
    </message>
    <message>
        <source>&amp;Light colours</source>
        <translation>明るい配色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark colours</source>
        <translation>暗い配色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>全画面(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Screenshot</source>
        <translation>画面を保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Jobs panel</source>
        <translation>ジョブのパネル(&amp;J)</translation>
    </message>
    <message>
        <source>Start the whole &amp;analysis</source>
        <translation>一括解析を始める(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Cancel the running job</source>
        <translation>実行中のジョブを中止(&amp;C)</translation>
    </message>
    <message>
        <source>Run the last job a&amp;gain</source>
        <translation>最後のジョブをもう一度実行(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help on this place</source>
        <translation>この場所のヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>User &amp;guide</source>
        <translation>使い方(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>キー操作の一覧(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Minamo</source>
        <translation>Minamo について(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>R&amp;ecent projects</source>
        <translation>最近のプロジェクト(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Panels of this place</source>
        <translation>この場所のパネル(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>ジョブ(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>まだありません</translation>
    </message>
    <message>
        <source>%1 — Minamo</source>
        <translation>%1 — Minamo</translation>
    </message>
    <message>
        <source>Screenshot written to %1</source>
        <translation>画面を %1 に保存しました</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>変更の履歴(&amp;H)</translation>
    </message>
</context>
<context>
    <name>minamo::MapCanvas</name>
    <message>
        <source>The map appears here as soon as it is computed.</source>
        <translation>計算が終わると、ここに地図が出ます。</translation>
    </message>
</context>
<context>
    <name>minamo::MapView</name>
    <message>
        <source>Colour: %1</source>
        <translation>色：%1</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1&#x202f;枚を選択</translation>
    </message>
    <message>
        <source>%1 of %2 as photos, the others as points</source>
        <translation>%2&#x202f;枚のうち %1&#x202f;枚を写真で表示、ほかは点</translation>
    </message>
    <message>
        <source>%1 of %2 shown (others hidden)</source>
        <translation>%2&#x202f;枚のうち %1&#x202f;枚を表示（ほかは非表示）</translation>
    </message>
    <message>
        <source>All %1 shown, none thinned</source>
        <translation>全 %1&#x202f;枚を表示（間引きなし）</translation>
    </message>
    <message>
        <source>Select by rectangle (R)</source>
        <translation>長方形で選択（R）</translation>
    </message>
    <message>
        <source>Select by lasso (L)</source>
        <translation>投げ縄で選択（L）</translation>
    </message>
    <message>
        <source>Select by polygon (P)</source>
        <translation>多角形で選択（P）</translation>
    </message>
    <message>
        <source>Select by brush (B); the wheel changes its size</source>
        <translation>ブラシで選択（B）。ホイールで太さを変更</translation>
    </message>
    <message>
        <source>Show everything (F)</source>
        <translation>全体を表示（F）</translation>
    </message>
    <message>
        <source>Zoom to the selection (H)</source>
        <translation>選択範囲を拡大（H）</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>One point per photo (1)</source>
        <translation>写真 1 枚を 1 点で表示（1）</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Clouds where many photos lie (2)</source>
        <translation>写真の集まり具合を濃淡で表示（2）</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>The photos themselves, as many as fit (3)</source>
        <translation>写真そのものを重ならない数だけ表示（3）</translation>
    </message>
    <message>
        <source>add</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>除外</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Map of the photos</source>
        <translation>写真の地図</translation>
    </message>
    <message>
        <source>Colour of the points</source>
        <translation>点の色</translation>
    </message>
    <message>
        <source>How the map is made</source>
        <translation>地図の作り方</translation>
    </message>
</context>
<context>
    <name>minamo::ModelPlace</name>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Activation maps</source>
        <translation>活性化マップ</translation>
    </message>
    <message>
        <source>Checking the model…</source>
        <translation>モデルを確かめています…</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>もう一度確かめる</translation>
    </message>
    <message>
        <source>Names, shapes and values of all %1 arrays are right.</source>
        <translation>テンソル %1 個の名前・形・値に問題はありません。</translation>
    </message>
    <message>
        <source>The folder holds no reference values to compare with.</source>
        <translation>フォルダに比較用の参照値はありません。</translation>
    </message>
    <message>
        <source>All %1 reference values agree.</source>
        <translation>参照値 %1 個とすべて一致しました。</translation>
    </message>
    <message>
        <source>The network does not give the reference values of its folder.</source>
        <translation>フォルダの参照値と一致しません。</translation>
    </message>
    <message>
        <source>Get the weights from their source again.</source>
        <translation>重みを提供元から取り直します。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>No project yet</source>
        <translation>プロジェクトがまだありません</translation>
    </message>
    <message>
        <source>Open a project to see the diffusion network that looks at its photos.</source>
        <translation>プロジェクトを開くと、写真を見る拡散モデルの構成が表示されます。</translation>
    </message>
    <message>
        <source>To Start</source>
        <translation>開始へ</translation>
    </message>
    <message>
        <source>built-in model</source>
        <translation>内蔵モデル</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>パラメーター %1 個</translation>
    </message>
    <message>
        <source>Up, down</source>
        <translation>↑ ↓</translation>
    </message>
    <message>
        <source>Layer before or behind</source>
        <translation>前後の層へ</translation>
    </message>
    <message>
        <source>Left, right</source>
        <translation>← →</translation>
    </message>
    <message>
        <source>Photo before or behind</source>
        <translation>前後の写真へ</translation>
    </message>
    <message>
        <source>Ctrl + left, right</source>
        <translation>Ctrl + ← →</translation>
    </message>
    <message>
        <source>Less or more noise</source>
        <translation>ノイズを弱く・強く</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>構成図</translation>
    </message>
    <message>
        <source>boxes can be looked into; colour = style NMI</source>
        <translation>箱を押すと中を見られます。色はスタイル NMI</translation>
    </message>
    <message>
        <source>About</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>層</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>Licence and source</source>
        <translation>ライセンスと出どころ</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>モデルを確かめる</translation>
    </message>
    <message>
        <source>Diagram of the network</source>
        <translation>モデルの構成図</translation>
    </message>
</context>
<context>
    <name>minamo::OptionForm</name>
    <message>
        <source>Fewer settings</source>
        <translation>詳しい設定を隠す</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>詳しい設定</translation>
    </message>
</context>
<context>
    <name>minamo::PhotoTable</name>
    <message>
        <source>Photo</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>撮影環境</translation>
    </message>
    <message>
        <source>Size (px)</source>
        <translation>大きさ（px）</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>明るさ</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>コントラスト</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>鮮鋭さ</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>拠点</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>シフト</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>ロット</translation>
    </message>
    <message>
        <source>Taken at</source>
        <translation>撮影日時</translation>
    </message>
</context>
<context>
    <name>minamo::PhotoViewer</name>
    <message>
        <source>The original file cannot be shown; this is the thumbnail.</source>
        <translation>元のファイルを表示できないため、縮小画像を表示しています。</translation>
    </message>
    <message>
        <source>← → next photo, Esc closes</source>
        <translation>← → 前後の写真、Esc 閉じる</translation>
    </message>
</context>
<context>
    <name>minamo::ProjectFlow</name>
    <message>
        <source>Sample plant</source>
        <translation>サンプル工場</translation>
    </message>
</context>
<context>
    <name>minamo::RecentCard</name>
    <message>
        <source>No photos yet</source>
        <translation>写真なし</translation>
    </message>
    <message numerus="yes">
        <source>%n style(s)</source>
        <translation>
            <numerusform>スタイル %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Job running</source>
        <translation>ジョブ実行中</translation>
    </message>
    <message>
        <source>Stopped on the way</source>
        <translation>途中で停止</translation>
    </message>
    <message>
        <source>Classifiers trained</source>
        <translation>学習済み</translation>
    </message>
</context>
<context>
    <name>minamo::ResultsTable</name>
    <message>
        <source>Accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>Over-reject</source>
        <translation>過検出</translation>
    </message>
    <message>
        <source>Miss</source>
        <translation>見逃し</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>除いた撮影環境</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>Too few (%1)</source>
        <translation>枚数が少ない（%1）</translation>
    </message>
    <message>
        <source>No rate from %1</source>
        <translation>%1では率を出せません</translation>
    </message>
    <message>
        <source>None of this kind</source>
        <translation>該当なし</translation>
    </message>
</context>
<context>
    <name>minamo::RunPanel</name>
    <message>
        <source>A job is running.</source>
        <translation>ジョブが動いています。</translation>
    </message>
    <message>
        <source>Features of every layer and timestep, the best cell, styles, map and both classifiers in one go. These are the defaults.</source>
        <translation>層とタイムステップごとの特徴量、おすすめのセル、スタイル、地図、2 つの分類器までを一度に計算します。表示は既定値です。</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>目安</translation>
    </message>
    <message>
        <source>Photos × timesteps</source>
        <translation>写真 × タイムステップ</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>容量</translation>
    </message>
    <message>
        <source>Start the analysis</source>
        <translation>解析を始める</translation>
    </message>
    <message>
        <source>The analysis is done.</source>
        <translation>解析が終わっています。</translation>
    </message>
    <message>
        <source>Starting it again computes only what changed.</source>
        <translation>もう一度始めると、変わった分だけ計算します。</translation>
    </message>
    <message>
        <source>Each environment once</source>
        <translation>撮影環境を 1 つずつ</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>%1 だけ</translation>
    </message>
    <message>
        <source>“%1” takes whole numbers only, within its range.</source>
        <translation>「%1」は範囲内の整数で入力します。</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>まだ測っていません</translation>
    </message>
    <message>
        <source>Measured by earlier analyses on this computer. Finished parts are not computed again.</source>
        <translation>この PC での過去の解析の実測です。計算済みの分はやり直しません。</translation>
    </message>
    <message>
        <source>Features, styles, map</source>
        <translation>特徴量・スタイル・地図</translation>
    </message>
    <message>
        <source>Classifiers</source>
        <translation>分類器の学習</translation>
    </message>
    <message>
        <source>Not measured with these settings yet: the first photos are timed when it starts, and the time left is shown from then on.</source>
        <translation>この設定での実測はまだありません。開始すると最初の数枚で速さを測り、残り時間を表示します。</translation>
    </message>
</context>
<context>
    <name>minamo::Seal</name>
    <message>
        <source>Stable</source>
        <translation>安定</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>No seal</source>
        <translation>シールなし</translation>
    </message>
    <message>
        <source>repeats %1</source>
        <translation>再現 %1</translation>
    </message>
</context>
<context>
    <name>minamo::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>キー操作の一覧</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>ウィンドウ</translation>
    </message>
</context>
<context>
    <name>minamo::SkippedPanel</name>
    <message>
        <source>Skipped: %1</source>
        <translation>読み飛ばし：%1&#x202f;枚</translation>
    </message>
    <message>
        <source>Same content in several environments: %1</source>
        <translation>複数の撮影環境に同じ写真：%1&#x202f;組</translation>
    </message>
    <message>
        <source>Same content in one environment: %1</source>
        <translation>同じ撮影環境に同じ写真：%1&#x202f;組</translation>
    </message>
    <message>
        <source>Every photo was read, and no content appears twice.</source>
        <translation>すべての写真を読み込みました。同じ内容の写真はありません。</translation>
    </message>
    <message>
        <source>Almost the same in different environments: %1</source>
        <translation>異なる撮影環境でほとんど同じ写真：%1&#x202f;組</translation>
    </message>
</context>
<context>
    <name>minamo::SourcePanel</name>
    <message>
        <source>not told: ask who gave you the weights</source>
        <translation>記載なし（重みの提供元に確かめます）</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>ライセンス</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>出どころ</translation>
    </message>
    <message>
        <source>comes with Minamo</source>
        <translation>Minamo に付属</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>重み</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大きさ</translation>
    </message>
    <message>
        <source>%1, %2 numbers in %3 arrays</source>
        <translation>%1、%2 個の値、%3 個のテンソル</translation>
    </message>
    <message>
        <source>Model card (words of its makers)</source>
        <translation>モデルカード（作成者による説明）</translation>
    </message>
</context>
<context>
    <name>minamo::StartPlace</name>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>A workbench that finds how inspection photos differ by the way they were taken, measures it, and teaches it to a classifier</source>
        <translation>検査写真の「撮り方の違い」を見つけ、測り、分類器に教えるワークベンチ</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近のプロジェクト</translation>
    </message>
    <message>
        <source>None yet. What you open or make appears here.</source>
        <translation>まだありません。開いたプロジェクトがここに並びます。</translation>
    </message>
    <message>
        <source>Open a folder of photos or a project</source>
        <translation>写真またはプロジェクトのフォルダを開く</translation>
    </message>
    <message>
        <source>New projects are made in %1</source>
        <translation>新しいプロジェクトの保存先：%1</translation>
    </message>
    <message>
        <source>Where new projects are made</source>
        <translation>新しいプロジェクトの保存先</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>変更…</translation>
    </message>
</context>
<context>
    <name>minamo::StatusBar</name>
    <message>
        <source>Saved %1</source>
        <translation>保存済み %1</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>Last change: %1</source>
        <translation>直前の操作：%1</translation>
    </message>
    <message>
        <source>No job running</source>
        <translation>ジョブなし</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>実行中のジョブ %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>minamo::StepStrip</name>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Read and check</source>
        <translation>読み込んで確認</translation>
    </message>
    <message>
        <source>Latents</source>
        <translation>潜在表現</translation>
    </message>
    <message>
        <source>Find where they part</source>
        <translation>分かれる場所を探す</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>スタイル</translation>
    </message>
    <message>
        <source>Group by look, measure</source>
        <translation>見た目で分けて測る</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>Plain against augmented</source>
        <translation>通常と拡張を比べる</translation>
    </message>
</context>
<context>
    <name>minamo::StyleCard</name>
    <message>
        <source>Rename this style</source>
        <translation>スタイルの名前を変える</translation>
    </message>
    <message>
        <source>Name of %1</source>
        <translation>%1 の名前</translation>
    </message>
    <message>
        <source>Too few (%1)</source>
        <translation>枚数が少ない（%1）</translation>
    </message>
    <message>
        <source>Link to defects: %1</source>
        <translation>不良との関連：%1</translation>
    </message>
</context>
<context>
    <name>minamo::StyleLegend</name>
    <message>
        <source>Click: hide or show. Double-click: select these photos only.</source>
        <translation>クリック：表示・非表示。ダブルクリック：このスタイルだけを選択</translation>
    </message>
</context>
<context>
    <name>minamo::StylePhotos</name>
    <message>
        <source>Typical</source>
        <translation>典型</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>境界</translation>
    </message>
    <message>
        <source>Odd</source>
        <translation>例外</translation>
    </message>
</context>
<context>
    <name>minamo::StylesPlace</name>
    <message>
        <source>Styles</source>
        <translation>スタイル</translation>
    </message>
    <message>
        <source>style</source>
        <translation>スタイル</translation>
    </message>
    <message>
        <source>class</source>
        <translation>クラス</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>撮影環境</translation>
    </message>
    <message>
        <source>%1 pseudo-domains in %2 styles</source>
        <translation>疑似ドメイン %1 個、スタイル %2 個</translation>
    </message>
    <message>
        <source>, %1</source>
        <comment>behind another number</comment>
        <translation>、写真 %1</translation>
    </message>
    <message>
        <source> (the chosen cell&apos;s map follows)</source>
        <translation>（選んだセルの地図を準備中）</translation>
    </message>
    <message>
        <source>Map of styles</source>
        <translation>スタイル地図</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>凡例</translation>
    </message>
    <message>
        <source>selected / all</source>
        <translation>選択 / 枚数</translation>
    </message>
    <message>
        <source>What it goes with</source>
        <translation>何に連動しているか</translation>
    </message>
    <message>
        <source>Style cards</source>
        <translation>スタイルカード</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>インスペクタ</translation>
    </message>
    <message>
        <source>Selected photos</source>
        <translation>選択した写真</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>Order: nearest to the centre first</source>
        <translation>並び：中心に近い順</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>まだ写真がありません</translation>
    </message>
    <message>
        <source>Open a folder of photos; styles are found in them.</source>
        <translation>写真のフォルダを開くと、スタイルを見つけられます。</translation>
    </message>
    <message>
        <source>To Start</source>
        <translation>開始へ</translation>
    </message>
    <message>
        <source>Styles are being found</source>
        <translation>スタイルを探しています</translation>
    </message>
    <message>
        <source>The map appears here by itself.</source>
        <translation>終わると、ここに地図が出ます。</translation>
    </message>
    <message>
        <source>No styles yet</source>
        <translation>まだスタイルがありません</translation>
    </message>
    <message>
        <source>Choose a cell in Latents; its map appears here.</source>
        <translation>潜在表現でセルを 1 つ選ぶと、ここに地図が出ます。</translation>
    </message>
    <message>
        <source>To Latents</source>
        <translation>潜在表現を開く</translation>
    </message>
    <message>
        <source>The analysis looks at every photo and groups those that were shot alike.</source>
        <translation>解析を行うと、撮り方の似た写真がグループに分かれます。</translation>
    </message>
    <message>
        <source>Start the analysis</source>
        <translation>解析を始める</translation>
    </message>
    <message>
        <source>Select by rectangle, lasso, polygon, brush</source>
        <translation>長方形・投げ縄・多角形・ブラシで選択</translation>
    </message>
    <message>
        <source>Add to the selection</source>
        <translation>選択に追加</translation>
    </message>
    <message>
        <source>Remove from the selection</source>
        <translation>選択から除外</translation>
    </message>
    <message>
        <source>Select all photos</source>
        <translation>すべての写真を選択</translation>
    </message>
    <message>
        <source>Invert the selection</source>
        <translation>選択を反転</translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>選択を解除</translation>
    </message>
    <message>
        <source>Show everything / the selection</source>
        <translation>全体 / 選択範囲を表示</translation>
    </message>
    <message>
        <source>Points / density / photos</source>
        <translation>点 / 密度 / 写真</translation>
    </message>
    <message>
        <source>Hold and drag to move the map</source>
        <translation>押しながらドラッグで地図を移動</translation>
    </message>
    <message>
        <source>Train with these styles</source>
        <translation>このスタイルで学習へ</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>シード %1</translation>
    </message>
    <message>
        <source>trustworthiness %1</source>
        <translation>信頼度 %1</translation>
    </message>
    <message>
        <source>%1 of the %2 nearest kept</source>
        <translation>近い %2 枚の %1 を維持</translation>
    </message>
    <message>
        <source>Trustworthiness: 1 means that photos side by side on the map look alike for the model too. Kept: how many of a photo&apos;s nearest ones in the features are nearest on the map as well.</source>
        <translation>信頼度：1 なら、地図で隣り合う写真はモデルから見ても似ています。維持：特徴量で最も近い写真のうち、地図でも最も近い写真の割合です。</translation>
    </message>
</context>
<context>
    <name>minamo::TensorList</name>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>値の数</translation>
    </message>
    <message>
        <source>Search by name</source>
        <translation>名前で検索</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>minamo::TimestepAxis</name>
    <message>
        <source>← less noise</source>
        <translation>← ノイズが少ない</translation>
    </message>
    <message>
        <source>more noise →</source>
        <translation>ノイズが多い →</translation>
    </message>
</context>
<context>
    <name>minamo::TrainForm</name>
    <message>
        <source>Each environment once</source>
        <translation>撮影環境を 1 つずつ</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>%1 だけ</translation>
    </message>
    <message>
        <source>None (split by chance)</source>
        <translation>なし（無作為に分割）</translation>
    </message>
    <message>
        <source>known after the first run</source>
        <translation>最初の学習の後に表示</translation>
    </message>
    <message>
        <source>Only the augmented classifier knows this choice.</source>
        <translation>拡張した分類器だけの設定です。</translation>
    </message>
    <message>
        <source>The style of the judged photos is averaged before they are judged: needs many photos at once.</source>
        <translation>判定する写真のスタイルを平均してから判定します（transductive）。まとまった枚数が必要です。</translation>
    </message>
    <message>
        <source>Every photo is judged alone, as on the line.</source>
        <translation>実際のラインと同じく、写真を 1&#x202f;枚ずつ判定します（inductive）。</translation>
    </message>
    <message>
        <source>Needs photos of at least two classes.</source>
        <translation>2 クラス以上の写真が必要です。</translation>
    </message>
    <message>
        <source>Possible as soon as the running job is done.</source>
        <translation>実行中のジョブが終わると使えます。</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>The usual classifier (ERM)</source>
        <translation>通常の分類器（ERM）</translation>
    </message>
    <message>
        <source>Augmented</source>
        <translation>拡張</translation>
    </message>
    <message>
        <source>The classifier that is told the style (GUIDE)</source>
        <translation>スタイルも参考にする分類器（GUIDE）</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>両方</translation>
    </message>
    <message>
        <source>Both on equal photos: the only fair comparison</source>
        <translation>同じ写真で両方を学習し、公平に比べます</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>高速</translation>
    </message>
    <message>
        <source>Small heads on the stored features: seconds</source>
        <translation>計算済みの特徴量を使います。数秒で終わります</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>エンコーダ</translation>
    </message>
    <message>
        <source>A network on the pixels: minutes to hours, a GPU helps</source>
        <translation>画素から学習します。数分から数時間かかり、GPU があると速くなります</translation>
    </message>
    <message>
        <source>Inductive</source>
        <translation>1&#x202f;枚ずつ</translation>
    </message>
    <message>
        <source>Transductive</source>
        <translation>まとめて</translation>
    </message>
    <message>
        <source>Variant</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>繰り返し</translation>
    </message>
    <message>
        <source>At test</source>
        <translation>判定時</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>学習の数</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>目安</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>学習を始める</translation>
    </message>
    <message>
        <source>Repeats with other splits and starts: the more, the surer the comparison.</source>
        <translation>分割と初期値を変えて繰り返します。多いほど比較が確かになります。</translation>
    </message>
    <message>
        <source>Each style once</source>
        <translation>スタイルを 1 つずつ</translation>
    </message>
    <message>
        <source>Needs two styles or more: find styles first.</source>
        <translation>スタイルが 2 つ以上要ります。先にスタイルを見つけます。</translation>
    </message>
</context>
<context>
    <name>minamo::TrainPlace</name>
    <message>
        <source>Train</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>Split by chance</source>
        <translation>無作為に分割</translation>
    </message>
    <message>
        <source>Held out: %1</source>
        <translation>除いた撮影環境：%1</translation>
    </message>
    <message>
        <source>, repeat %1</source>
        <translation>、%1 回目</translation>
    </message>
    <message>
        <source>Augmented</source>
        <translation>拡張</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>まだ写真がありません</translation>
    </message>
    <message>
        <source>Open a folder of photos; classifiers are trained on them.</source>
        <translation>写真のフォルダを開くと、分類器を学習できます。</translation>
    </message>
    <message>
        <source>To Start</source>
        <translation>開始へ</translation>
    </message>
    <message>
        <source>Only the augmented classifier was trained: nothing to compare with.</source>
        <translation>拡張した分類器だけを学習したので、比べる相手がありません。</translation>
    </message>
    <message>
        <source>Only the plain classifier was trained: nothing to compare with.</source>
        <translation>通常の分類器だけを学習したので、比べる相手がありません。</translation>
    </message>
    <message>
        <source>Too early to compare: neither classifier has learned the difference between the classes.</source>
        <translation>比べる段階ではありません。どちらの分類器もクラスの違いを学習できていません。</translation>
    </message>
    <message>
        <source>The augmented classifier helps: %1 points more accurate on environments it never saw.</source>
        <translation>拡張した分類器が役に立ちます。初めての撮影環境で正解率が %1 ポイント上がりました。</translation>
    </message>
    <message>
        <source>The augmented classifier does not help here: %1 points less accurate. Keep the plain one.</source>
        <translation>拡張した分類器は、ここでは役に立ちません。正解率が %1 ポイント下がるため、通常の分類器を使います。</translation>
    </message>
    <message>
        <source>The augmented classifier does not help here: no difference that chance could not make. Keep the plain one.</source>
        <translation>拡張した分類器は、ここでは役に立ちません。偶然と区別できる差がないため、通常の分類器を使います。</translation>
    </message>
    <message>
        <source>No class is known to mean OK, so over-reject and miss are not told apart.</source>
        <translation>良品を表すクラスが分からないため、過検出と見逃しを分けられません。</translation>
    </message>
    <message>
        <source>OK class: %1. Over-reject: good parts called bad. Miss: bad parts called good.</source>
        <translation>良品クラス：%1。過検出＝良品を不良と判定、見逃し＝不良を良品と判定。</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>高速</translation>
    </message>
    <message>
        <source>on the plant&apos;s own classifier</source>
        <translation>工場の分類器に基づく</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>エンコーダ</translation>
    </message>
    <message>
        <source>transductive</source>
        <translation>まとめて</translation>
    </message>
    <message>
        <source>%1 repeats</source>
        <translation>%1 回</translation>
    </message>
    <message>
        <source>Training %1: %2</source>
        <translation>学習 %1：%2</translation>
    </message>
    <message>
        <source>Plain and augmented classifier, judged on environments they never saw</source>
        <translation>通常と拡張の分類器を、初めての撮影環境で比べます</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新しい学習</translation>
    </message>
    <message>
        <source>Live curves</source>
        <translation>学習曲線</translation>
    </message>
    <message>
        <source>Accuracy per held-out environment</source>
        <translation>除いた撮影環境ごとの正解率</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Resume where it stopped</source>
        <translation>続きから再開</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>validation photos of the training environments</source>
        <translation>学習した撮影環境の検証用写真</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>training</source>
        <translation>学習</translation>
    </message>
    <message>
        <source>The curves appear here while a training runs.</source>
        <translation>学習を始めると、ここに曲線が出ます。</translation>
    </message>
    <message>
        <source>The table appears here after the first training.</source>
        <translation>最初の学習が終わると、ここに表が出ます。</translation>
    </message>
    <message>
        <source>Held-out environment of the curves</source>
        <translation>曲線の撮影環境</translation>
    </message>
    <message>
        <source>Training shown in the table</source>
        <translation>表に出す学習</translation>
    </message>
    <message>
        <source>before: plain</source>
        <translation>前：通常の分類器</translation>
    </message>
    <message>
        <source>after: augmented</source>
        <translation>後：拡張した分類器</translation>
    </message>
    <message>
        <source>bars: where the true accuracy lies with 95 % confidence (Wilson)</source>
        <translation>横棒：本当の正解率があると考えられる範囲（95% 信頼区間、Wilson）</translation>
    </message>
    <message>
        <source>Only the augmented classifier was right on %1, only the plain one on %2. If both were equally good, chance alone would make such a difference in %3 of cases (McNemar test, %4).</source>
        <translation>拡張した分類器だけが正解した写真は %1、通常の分類器だけが正解した写真は %2です。実力が同じでも、この程度の差は %3 の確率で偶然に出ます（McNemar 検定、%4）。</translation>
    </message>
    <message>
        <source>The augmented classifier helps: %1 points more accurate on styles held out.</source>
        <translation>拡張した分類器が役に立ちます。除いたスタイルで正解率が %1 ポイント上がりました。</translation>
    </message>
</context>
<context>
    <name>minamo::ClassNamesDialog</name>
    <message>
        <source>Display names of the classes</source>
        <translation>クラスの表示名</translation>
    </message>
    <message>
        <source>Results, report and package show these names. Where a field is empty they show the class itself; folders and labels stay as they are.</source>
        <translation>結果・レポート・パッケージにこの名前を表示します。空の欄はクラスの名前のまま表示します。フォルダやラベルの名前は変わりません。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>クラス</translation>
    </message>
</context>
<context>
    <name>minamo::ClassMenu</name>
    <message numerus="yes">
        <source>Class of %n photo(s)</source>
        <translation>
            <numerusform>%n&#x202f;枚のクラス</numerusform>
        </translation>
    </message>
    <message>
        <source>New class…</source>
        <translation>新しいクラス…</translation>
    </message>
    <message>
        <source>New class</source>
        <translation>新しいクラス</translation>
    </message>
    <message>
        <source>Name of the class</source>
        <translation>クラスの名前</translation>
    </message>
    <message>
        <source>Back to the imported class</source>
        <translation>読み込み時のクラスに戻す</translation>
    </message>
</context>
<context>
    <name>minamo::HistoryPanel</name>
    <message>
        <source>You are here</source>
        <translation>現在の状態</translation>
    </message>
    <message>
        <source>Go back to here: %1</source>
        <translation>ここまで戻す：%1</translation>
    </message>
    <message>
        <source>Redo up to here: %1</source>
        <translation>ここまでやり直す：%1</translation>
    </message>
    <message>
        <source>Before the first change</source>
        <translation>最初の変更の前</translation>
    </message>
    <message>
        <source>History</source>
        <translation>変更の履歴</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>まだ変更はありません</translation>
    </message>
    <message>
        <source>Every change you make appears here; a click takes you back to it.</source>
        <translation>変更するたびにここに並びます。クリックするとその時点に戻せます。</translation>
    </message>
</context>
<context>
    <name>minamo::ReportPlace</name>
    <message>
        <source>Report</source>
        <translation>レポート</translation>
    </message>
    <message>
        <source>Save the report as PDF</source>
        <translation>レポートを PDF で保存</translation>
    </message>
    <message>
        <source>Save the report as HTML</source>
        <translation>レポートを HTML で保存</translation>
    </message>
    <message>
        <source>The report has been saved.</source>
        <translation>レポートを保存しました。</translation>
    </message>
    <message>
        <source>Where the package is put</source>
        <translation>パッケージを置く場所</translation>
    </message>
    <message>
        <source>%1 package</source>
        <comment>name of a folder; %1 is the project</comment>
        <translation>%1 パッケージ</translation>
    </message>
    <message>
        <source>The package is being written; see the jobs.</source>
        <translation>パッケージを書き出しています。進み具合はジョブに表示します。</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>写真がまだありません</translation>
    </message>
    <message>
        <source>Open a folder of photos; the report tells what was found in them.</source>
        <translation>写真のフォルダを開くと、分かったことをレポートにまとめます。</translation>
    </message>
    <message>
        <source>To Start</source>
        <translation>開始へ</translation>
    </message>
    <message>
        <source>Two pages for the manager, an annex for the engineer</source>
        <translation>管理者向け 2 ページと、技術者向けの付録</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>引き渡し</translation>
    </message>
    <message>
        <source>Save HTML…</source>
        <translation>HTML で保存…</translation>
    </message>
    <message>
        <source>Save PDF…</source>
        <translation>PDF で保存…</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>レポートの言語</translation>
    </message>
</context>
<context>
    <name>minamo::HandOverPanel</name>
    <message>
        <source>To Data</source>
        <translation>データへ</translation>
    </message>
    <message>
        <source>To Latents</source>
        <translation>潜在表現へ</translation>
    </message>
    <message>
        <source>To Train</source>
        <translation>学習へ</translation>
    </message>
    <message>
        <source>To Results</source>
        <translation>結果へ</translation>
    </message>
    <message>
        <source>Nothing is missing</source>
        <translation>足りないものはありません</translation>
    </message>
    <message>
        <source>Still missing</source>
        <translation>まだないもの</translation>
    </message>
    <message>
        <source>Every step of the analysis is in the report.</source>
        <translation>解析のすべての段階がレポートに入っています。</translation>
    </message>
    <message>
        <source>Package for the line</source>
        <translation>ライン用パッケージ</translation>
    </message>
    <message>
        <source>One folder with classifier, styles, thresholds and a model card. It runs without this project.</source>
        <translation>分類器、スタイル、しきい値、モデルカードを 1 つのフォルダにまとめます。このプロジェクトがなくても動きます。</translation>
    </message>
    <message>
        <source>A classifier has to be trained first.</source>
        <translation>先に分類器を学習します。</translation>
    </message>
    <message>
        <source>Licence of the photos</source>
        <translation>写真のライセンス</translation>
    </message>
    <message>
        <source>For example “internal use only”. It is written into the model card.</source>
        <translation>例：「社内利用のみ」。モデルカードに書き込まれます。</translation>
    </message>
    <message>
        <source>Licence of the plant&apos;s own classifier</source>
        <translation>工場の分類器のライセンス</translation>
    </message>
    <message>
        <source>Needed where a training stands on it, unless its config.json says it.</source>
        <translation>この分類器に基づく学習を書き出すときに要ります（config.json に書かれていれば不要）。</translation>
    </message>
    <message>
        <source>Export package…</source>
        <translation>パッケージを書き出す…</translation>
    </message>
</context>
<context>
    <name>minamo::ResultsPlace</name>
    <message>
        <source>Results</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>スタイル</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>撮影環境</translation>
    </message>
    <message>
        <source>Link of style and class</source>
        <translation>スタイルとクラスの関連</translation>
    </message>
    <message>
        <source>Link of style and defect</source>
        <translation>スタイルと不良の関連</translation>
    </message>
    <message>
        <source>From the style alone %1 of the photos would be told right (always the same answer: %2).</source>
        <translation>スタイルだけで答えたときの正解率は %1（いつも同じ答えなら %2）です。</translation>
    </message>
    <message>
        <source>%1, told right</source>
        <translation>%1 を正しく判定</translation>
    </message>
    <message>
        <source>%1, called %2</source>
        <translation>%1 を %2 と判定</translation>
    </message>
    <message>
        <source>all photos</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>Good parts called bad in %1</source>
        <translation>%1 で過検出だった良品</translation>
    </message>
    <message>
        <source>Bad parts called good in %1</source>
        <translation>%1 で見逃した不良</translation>
    </message>
    <message>
        <source>Mistakes in %1</source>
        <translation>%1 での誤り</translation>
    </message>
    <message>
        <source>before: %1, after: %2</source>
        <translation>前：%1、後：%2</translation>
    </message>
    <message>
        <source>called %1</source>
        <translation>判定：%1</translation>
    </message>
    <message>
        <source>P(defect) %1</source>
        <translation>不良らしさ %1</translation>
    </message>
    <message>
        <source>Plain and augmented on the same photos</source>
        <translation>同じ写真での通常と拡張の比較</translation>
    </message>
    <message>
        <source>compared with</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>What can be said</source>
        <translation>言えること</translation>
    </message>
    <message>
        <source>Threshold and costs</source>
        <translation>しきい値と費用</translation>
    </message>
    <message>
        <source>Class-leak check</source>
        <translation>不良クラスとの混同チェック</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>写真</translation>
    </message>
    <message>
        <source>tile %1 of %2, which decides</source>
        <translation>判定を決めたタイル：%2 個中 %1 番目</translation>
    </message>
    <message>
        <source>%1, of each the tile that decides</source>
        <translation>%1（それぞれ判定を決めたタイル）</translation>
    </message>
    <message>
        <source>P(defect) before → after, largest change first</source>
        <translation>不良らしさ（前 → 後）、差の大きい順</translation>
    </message>
    <message>
        <source>P(defect)</source>
        <translation>不良らしさ</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>写真がまだありません</translation>
    </message>
    <message>
        <source>Open a folder of photos; classifiers are judged on them.</source>
        <translation>写真のフォルダを開くと、その写真で分類器を評価できます。</translation>
    </message>
    <message>
        <source>To Start</source>
        <translation>開始へ</translation>
    </message>
    <message>
        <source>No training yet</source>
        <translation>まだ学習していません</translation>
    </message>
    <message>
        <source>Train the plain and the augmented classifier; their results are compared here.</source>
        <translation>通常と拡張の分類器を学習すると、ここで成績を比べられます。</translation>
    </message>
    <message>
        <source>To Train</source>
        <translation>学習へ</translation>
    </message>
    <message>
        <source>Being evaluated</source>
        <translation>評価しています</translation>
    </message>
    <message>
        <source>The figures appear here by themselves.</source>
        <translation>終わると、ここに数字が表示されます。</translation>
    </message>
    <message>
        <source>Not evaluated yet</source>
        <translation>まだ評価していません</translation>
    </message>
    <message>
        <source>Both classifiers are compared photo by photo, by style and by environment.</source>
        <translation>2 つの分類器を写真 1 枚ごとに、スタイル別・撮影環境別に比べます。</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>評価する</translation>
    </message>
    <message>
        <source>There is a newer training.</source>
        <translation>新しい学習結果があります。</translation>
    </message>
    <message>
        <source>These figures are of an older one.</source>
        <translation>表示しているのは前の学習の数字です。</translation>
    </message>
    <message>
        <source>Arrow keys</source>
        <translation>矢印キー</translation>
    </message>
    <message>
        <source>Choose a row, a column or a cell</source>
        <translation>行・列・セルを選ぶ</translation>
    </message>
    <message>
        <source>Left / right in the chart</source>
        <translation>グラフで ← →</translation>
    </message>
    <message>
        <source>Move the threshold (Shift: faster)</source>
        <translation>しきい値を動かす（Shift で大きく）</translation>
    </message>
    <message>
        <source>Over-reject</source>
        <translation>過検出</translation>
    </message>
    <message>
        <source>Miss</source>
        <translation>見逃し</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>no class is known to mean OK</source>
        <translation>良品クラスが決まっていません</translation>
    </message>
    <message>
        <source>By style</source>
        <translation>スタイル別</translation>
    </message>
    <message>
        <source>By environment</source>
        <translation>撮影環境別</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混同行列</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>後</translation>
    </message>
    <message>
        <source>before</source>
        <translation>前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>後</translation>
    </message>
    <message>
        <source>Classifier shown as after</source>
        <translation>「後」に表示する分類器</translation>
    </message>
    <message>
        <source>Classifier shown as before</source>
        <translation>「前」に表示する分類器</translation>
    </message>
    <message>
        <source>Before and after by group</source>
        <translation>グループ別の前後比較</translation>
    </message>
    <message>
        <source>Nothing here suggests that differences by style come from where the defects are.</source>
        <translation>スタイルごとの差が不良の偏りから来ているようには見えません。</translation>
    </message>
    <message>
        <source>Whether differences by style come from where the defects are, these figures do not tell.</source>
        <translation>スタイルごとの差が不良の偏りによるものかどうかは、この数字だけでは分かりません。</translation>
    </message>
    <message>
        <source>good parts called bad, by the most likely class</source>
        <translation>良品を不良と判定（最も確率の高いクラスで）</translation>
    </message>
    <message>
        <source>bad parts called good, by the most likely class</source>
        <translation>不良を良品と判定（最も確率の高いクラスで）</translation>
    </message>
    <message>
        <source>Figures here, table, matrix and tests take the most likely class of every photo: no threshold, no costs. The panel “Threshold and costs” calls a photo bad from its threshold on, so its rates differ.</source>
        <translation>ここの率、表、混同行列、検定は、写真ごとに最も確率の高いクラスを答えとして数えます。しきい値も費用も使いません。「しきい値と費用」では、不良らしさがしきい値以上の写真を不良とするため、率が異なります。</translation>
    </message>
    <message>
        <source>bars: 95 % interval (Wilson), ▲ worse, ↑ ↓ may be chance</source>
        <translation>横棒は 95% 区間（Wilson）、▲ は悪化、↑ ↓ は偶然の範囲</translation>
    </message>
</context>
<context>
    <name>minamo::ThresholdPanel</name>
    <message>
        <source>Over-reject %1, miss %2</source>
        <translation>過検出 %1、見逃し %2</translation>
    </message>
    <message>
        <source>Per 1,000 parts: %1 → %2 yen</source>
        <translation>1,000 個あたり：%1 → %2 円</translation>
    </message>
    <message>
        <source>Per 1,000 parts: %1 yen</source>
        <translation>1,000 個あたり：%1 円</translation>
    </message>
    <message>
        <source>To a person from %1 to %2: %3. Saves %4 over-rejects and %5 misses; per 1,000 parts %6 yen.</source>
        <translation>不良らしさ %1～%2 の %3 を人が確認します。過検出 %4 件、見逃し %5 件を防げて、1,000 個あたり %6 円です。</translation>
    </message>
    <message>
        <source>No photo needs to go to a person at this threshold.</source>
        <translation>このしきい値では、人が確認する写真はありません。</translation>
    </message>
    <message>
        <source>“Before” is at its own cheapest threshold.</source>
        <translation>「前」の費用は、前の分類器に最も有利なしきい値での値です。</translation>
    </message>
    <message>
        <source>One over-reject</source>
        <translation>過検出 1 個</translation>
    </message>
    <message>
        <source>One miss</source>
        <translation>見逃し 1 個</translation>
    </message>
    <message>
        <source>A person looks once</source>
        <translation>人の確認 1 回</translation>
    </message>
    <message>
        <source>Bad parts on the line</source>
        <translation>ラインの不良率</translation>
    </message>
    <message>
        <source>A person can see</source>
        <translation>人が確認できる割合</translation>
    </message>
    <message>
        <source> yen</source>
        <translation> 円</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>しきい値</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>おすすめに戻す</translation>
    </message>
    <message>
        <source>Back to the cheapest threshold for these costs</source>
        <translation>この費用で最も安いしきい値に戻します</translation>
    </message>
    <message>
        <source>Your own threshold: measured on these photos at the threshold shown. Only the band is chosen without the photos it judges.</source>
        <translation>自分で選んだしきい値です。表示のしきい値のまま、ここにある写真で測りました。人が確認する範囲だけは、測る写真を使わずに選んでいます。</translation>
    </message>
    <message>
        <source>Measured on photos that chose neither threshold nor band. On those that chose them: over-reject %1, miss %2, %3 yen.</source>
        <translation>しきい値と範囲を選ぶのに使っていない写真で測りました。選ぶのに使った写真では、過検出 %1、見逃し %2、%3 円です。</translation>
    </message>
    <message>
        <source>The classifier has not learned the classes yet: no threshold is recommended.</source>
        <translation>分類器がまだ学習できていないため、しきい値はおすすめできません。</translation>
    </message>
</context>
<context>
    <name>minamo::CompareTable</name>
    <message>
        <source>Over-reject</source>
        <translation>過検出</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>正解率</translation>
    </message>
    <message>
        <source>Miss</source>
        <translation>見逃し</translation>
    </message>
    <message>
        <source>before
after</source>
        <translation>前
後</translation>
    </message>
    <message>
        <source>%1 (good %2, bad %3)</source>
        <translation>%1（良品 %2・不良 %3）</translation>
    </message>
    <message>
        <source>Too few</source>
        <translation>枚数が少ない</translation>
    </message>
    <message>
        <source>No rate from %1 (%2 more needed)</source>
        <translation>%1では率を出せません（あと %2&#x202f;枚）</translation>
    </message>
    <message>
        <source>None of this kind</source>
        <translation>該当なし</translation>
    </message>
</context>
<context>
    <name>minamo::ConfusionMatrix</name>
    <message>
        <source>True class</source>
        <translation>正しいクラス</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>%1 (good)</source>
        <translation>%1（良品）</translation>
    </message>
</context>
<context>
    <name>minamo::KeyFigure</name>
    <message>
        <source>before</source>
        <translation>前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>後</translation>
    </message>
</context>
<context>
    <name>minamo::ThresholdChart</name>
    <message>
        <source>Miss</source>
        <translation>見逃し</translation>
    </message>
    <message>
        <source>Over-reject</source>
        <translation>過検出</translation>
    </message>
    <message>
        <source>Threshold %1</source>
        <translation>しきい値 %1</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>fast</source>
        <translation>高速</translation>
    </message>
    <message>
        <source>on the plant&apos;s own classifier</source>
        <translation>工場の分類器に基づく</translation>
    </message>
    <message>
        <source>encoder</source>
        <translation>エンコーダ</translation>
    </message>
    <message>
        <source>styles held out</source>
        <translation>スタイルを除外</translation>
    </message>
    <message>
        <source>%1 repeats</source>
        <translation>%1 回くり返し</translation>
    </message>
    <message>
        <source>Training %1: %2 (%3)</source>
        <translation>学習 %1：%2（%3）</translation>
    </message>
    <message>
        <source>augmented</source>
        <translation>拡張</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全体</translation>
    </message>
</context>
</TS>
